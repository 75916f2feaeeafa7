package race;

import org.eclipse.hawkbit.autoconfigure.security.EnableHawkbitManagedSecurityConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Eclipse hawkBit's update server, as its own example starts it: {@code bench/race-hawkbit}. */
@SpringBootApplication
@EnableHawkbitManagedSecurityConfiguration
public class Hawkbit {
    public static void main(String... args) {
        SpringApplication.run(Hawkbit.class, args);
    }
}
