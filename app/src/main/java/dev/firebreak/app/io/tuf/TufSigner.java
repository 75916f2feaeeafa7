package dev.firebreak.app.io.tuf;

/** A private key that signs metadata: in a file ({@link KeyFile}) or in a PKCS#11 token ({@link TokenKey}). */
public interface TufSigner {

    /** Its public key. */
    TufKey key();

    /**
     * Signs.
     *
     * @throws TufFailure where the key cannot be used (any more)
     */
    byte[] sign(byte[] signed) throws TufFailure;
}
