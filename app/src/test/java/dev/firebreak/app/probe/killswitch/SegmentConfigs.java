package dev.firebreak.app.probe.killswitch;

import java.nio.file.Path;

/** Configurations of the resolvers, proxies and firewall of {@link SegmentLab}. */
final class SegmentConfigs {

    private SegmentConfigs() {}

    /** One BIND with two views: RPZ that answers by itself, and RPZ that waits for an upstream, which is dead. */
    static String bind(Path folder, Path zone) {
        return """
                options {
                  directory "%1$s"; pid-file none; session-keyfile none; listen-on-v6 { none; };
                  listen-on { %2$s; %3$s; };
                  dnssec-validation no; recursion yes; allow-query { any; }; allow-recursion { any; };
                  forwarders { 10.77.1.1 port 5399; }; forward only; empty-zones-enable no;
                };
                controls { };
                view "local" {
                  match-destinations { %2$s; };
                  response-policy { zone "rpz"; } qname-wait-recurse no;
                  zone "rpz" { type master; file "%4$s"; };
                };
                view "waiting" {
                  match-destinations { any; };
                  response-policy { zone "rpz"; };
                  zone "rpz" { type master; file "%4$s"; };
                };
                """.formatted(folder, SegmentLab.BIND, SegmentLab.BIND_WAITING, zone);
    }

    static String unbound(Path folder) {
        return """
                server:
                  interface: %s
                  access-control: 0.0.0.0/0 allow
                  chroot: ""
                  username: ""
                  directory: "%s"
                  pidfile: ""
                  use-syslog: no
                  logfile: "%s"
                  do-daemonize: no
                  do-ip6: no
                  module-config: "iterator"
                  num-threads: 1
                  local-zone: "%s." redirect
                  local-data: "%s. A %s"
                forward-zone:
                  name: "."
                  forward-addr: 10.77.1.1@5399
                remote-control:
                  control-enable: no
                """.formatted(
                        SegmentLab.UNBOUND,
                        folder,
                        folder.resolve("unbound.log"),
                        SegmentLab.NAME,
                        SegmentLab.NAME,
                        SegmentLab.SINKHOLE);
    }

    /** One Squid: an explicit proxy, a transparent one, and a portal that sends everybody to a page of its own. */
    static String squid() {
        return """
                http_port 10.77.1.1:3128
                http_port 10.77.1.1:3129 intercept name=transparent
                http_port 10.77.1.1:3130 intercept name=portal
                acl portal myportname portal
                deny_info 302:http://portal.example.test/ portal
                http_access deny portal
                http_access allow all
                cache deny all
                access_log none
                cache_log /dev/null
                cache_store_log none
                pid_filename none
                coredump_dir /
                netdb_filename none
                pinger_enable off
                icp_port 0
                dns_nameservers %s
                visible_hostname gate
                connect_timeout 1 second
                forward_max_tries 1
                connect_retries 0
                shutdown_lifetime 0 seconds
                negative_dns_ttl 1 second
                cache_effective_user proxy
                cache_mem 1 MB
                via on
                max_filedescriptors 1024
                """.formatted(SegmentLab.BIND);
    }

    /**
     * The gateway's firewall.
     *
     * @param rule about what passes through, and about what a transparent proxy sends
     * @param redirect port of the proxy that takes the segment's connections to port 80; 0 for none
     */
    static String nft(String rule, int redirect) {
        return """
                flush ruleset
                table ip lab {
                  chain forward { type filter hook forward priority 0; %s
                  }
                  chain output { type filter hook output priority 0; %s
                  }
                  chain prerouting { type nat hook prerouting priority -100; %s
                  }
                }
                """.formatted(
                        rule,
                        redirect == 0 ? "" : rule,
                        redirect == 0 ? "" : "iifname \"seg1\" tcp dport 80 redirect to :" + redirect);
    }
}
