package dev.firebreak.app.mirror.authenticode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file for readers that close what they are given: it has a position of its own, cannot be written, and leaves the file open. */
final class OpenChannel implements SeekableByteChannel {

    private final FileChannel file;
    private long position;
    private boolean open = true;

    OpenChannel(FileChannel file) {
        this.file = file;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int read = file.read(to, position);
        position += Math.max(read, 0);
        return read;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long to) {
        position = to;
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
