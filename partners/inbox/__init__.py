"""The local inbox: mail kept in a folder and shown on a page instead of being sent, for the demo.

It shows other people's mail, reset links too. So it is there only while `EMAIL_URL` is `inbox://…` and HTTPS
is off (`checks`), and it answers only who sits at this machine (`views`).
"""
