package dev.firebreak.app.web.service;

import dev.firebreak.app.collect.network.LeaseReader;
import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.fleet.AddressLeases;
import dev.firebreak.core.inventory.Source;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Who had which address, as the data folder tells: files of DHCP servers, and addresses that machines share. Any thread may call. */
public final class AddressRecords {

    private static final Logger LOG = System.getLogger(AddressRecords.class.getName());
    private static final int MAX_LEASE_FILES = 64;
    private static final int MAX_SHARED_BYTES = 1 << 20;

    private final Path leaseFolder;
    private final Path sharedFile;
    private final ZoneId zone;
    private Map<Path, FileTime> leaseFiles = Map.of();
    private AddressLeases leases = AddressLeases.NONE;

    /**
     * Of a folder of data.
     *
     * @param data with files of DHCP servers in {@code leases}, and addresses of resolvers, proxies and routers in {@code shared-addresses.txt}
     * @param zone of DHCP servers that write wall-clock time
     */
    public AddressRecords(Path data, ZoneId zone) {
        this.leaseFolder = data.resolve("leases");
        this.sharedFile = data.resolve("shared-addresses.txt");
        this.zone = zone;
    }

    /** Addresses of resolvers, proxies and routers, one a line; none where there is no such file. */
    public List<String> shared() {
        try {
            return Files.size(sharedFile) > MAX_SHARED_BYTES ? List.of() : Files.readAllLines(sharedFile);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the shared addresses cannot be read", e);
            return List.of();
        }
    }

    /** Files of DHCP servers, read again where one of them changed. */
    public synchronized AddressLeases leases() {
        try {
            Map<Path, FileTime> files = new TreeMap<>();
            if (Files.isDirectory(leaseFolder)) {
                try (Stream<Path> found = Files.list(leaseFolder)) {
                    for (Path file : found.sorted().limit(MAX_LEASE_FILES).toList()) {
                        files.put(file, Files.getLastModifiedTime(file));
                    }
                }
            }
            if (!files.equals(leaseFiles)) {
                List<AddressLease> all = new ArrayList<>();
                for (Path file : files.keySet()) {
                    all.addAll(LeaseReader.read(Source.of(file.toString()), Files.readAllBytes(file), zone)
                            .items());
                }
                leases = AddressLeases.of(all);
                leaseFiles = files;
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the leases cannot be read", e);
        }
        return leases;
    }
}
