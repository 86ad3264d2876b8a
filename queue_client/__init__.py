"""The wire between sites, desks and the hub: messages, codec, keys, transfer and clients."""
