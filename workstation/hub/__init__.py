"""The central queue: ledger, dispatch, intake and the broker's sockets."""
