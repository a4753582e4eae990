"""BYTES AT REST. Every byte of footage is sealed before it touches a disk or an object store.

What lives here, from the inside out:

    chunks ◇     the public Tink streaming format: plain bytes ↔ sealed segments (only `cryptography`)
    strongbox    the SQLite file that keys lie in, apart from the main database
    keepers      who keeps the deployment's key: the settings, or a key service (KMS)
    tree, keys   a data key per asset ← a key per service ← the deployment's key
    shelf, disk  where sealed objects stand (settings.STORAGES["vault"]); only `disk` knows paths
    bucket       the same in an S3 store: `incoming` writes in parts, `standing` reads ranges, `patience` asks again
    reader       a sealed object, or several joined, as one seekable file
    storage      sealing, deleting, destroying, checking
    copies       sealed objects into a backup and back
    whole        one file of a backup (the database), sealed under a key that the deployment's key gives

Doors:

    storage   seal(asset_id) · exists · delete · destroy · sweep_orphans ·
              sweep_nobodys · check
    copies    copy_objects · restore_objects (still sealed)
    whole     seal_file · open_file
    reader    open_sealed(name, asset_id) · open_joined([(name, size), …], asset_id)
    keys      create_key · key_for · destroy_key · rotate_service_key · rotate_deployment_key · copy_keys ·
              restore_keys · prove_deployment_key

A library without models: it may import Django, `cryptography` and the S3 client, and no app.
"""
