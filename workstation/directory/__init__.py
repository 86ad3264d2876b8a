"""Asks the house's directory, over LDAP, whether a password is an officer's."""
