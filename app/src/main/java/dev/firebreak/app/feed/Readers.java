package dev.firebreak.app.feed;

import java.util.List;

/** All kinds of documents, in the order in which a document is shown to them. */
final class Readers {

    private Readers() {}

    static List<FeedReader> all() {
        return List.of(
                new BulletinReader(),
                new CvrfReader(),
                new LifecycleReader(),
                new SupportTableReader(),
                new CsafReader(),
                new KevReader(),
                new NvdReader(),
                new EpssReader(),
                new DownloadListReader(),
                new CatalogPageReader(),
                new WsusReader());
    }
}
