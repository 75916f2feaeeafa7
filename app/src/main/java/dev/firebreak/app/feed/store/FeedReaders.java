package dev.firebreak.app.feed.store;

import dev.firebreak.app.feed.cisa.KevReader;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.feed.lifecycle.LifecycleReader;
import dev.firebreak.app.feed.lifecycle.SupportTableReader;
import dev.firebreak.app.feed.msrc.BulletinReader;
import dev.firebreak.app.feed.msrc.CatalogPageReader;
import dev.firebreak.app.feed.msrc.CsafReader;
import dev.firebreak.app.feed.msrc.CvrfReader;
import dev.firebreak.app.feed.msrc.DownloadListReader;
import dev.firebreak.app.feed.nvd.EpssReader;
import dev.firebreak.app.feed.nvd.NvdReader;
import dev.firebreak.app.feed.wsus.WsusReader;
import java.util.List;

/** All kinds of documents, in the order in which a document is shown to them. */
final class FeedReaders {

    private FeedReaders() {}

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
