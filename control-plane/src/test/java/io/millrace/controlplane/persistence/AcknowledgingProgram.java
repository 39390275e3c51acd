package io.millrace.controlplane.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;

/** Writes rows into the embedded database one by one, says the number of each once its commit has returned, until killed. */
final class AcknowledgingProgram {
    private AcknowledgingProgram() {}

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection(arguments[0], "", "");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO \"snapshot\" VALUES (?, 1, 1, 1, 'm', X'00', NULL, NULL, NULL)")) {
            for (int i = 0; ; i++) {
                insert.setString(1, Integer.toString(i));
                insert.executeUpdate();
                System.out.println(i);
            }
        }
    }
}
