import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates PDF files: java -cp JARS VeraPdf.java PROFILE,PROFILE FILE...
 *
 * Prints a line `file TAB profile` for each that was tried, and `file TAB profile TAB message` for each rule that failed.
 */
public final class VeraPdf {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) {
        VeraGreenfieldFoundryProvider.initialise();
        VeraPDFFoundry foundry = Foundries.defaultInstance();
        for (int i = 1; i < arguments.length; i++) {
            for (String profile : arguments[0].split(",")) {
                validate(foundry, arguments[i], profile);
            }
        }
    }

    private static void validate(VeraPDFFoundry foundry, String file, String profile) {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(profile);
        OUT.println(file + "\t" + profile);
        try (PDFAParser parser = foundry.createParser(new File(file), flavour);
                PDFAValidator validator = foundry.createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, Integer> counts = new LinkedHashMap<>();
            Map<String, TestAssertion> first = new LinkedHashMap<>();
            for (TestAssertion failed : result.getTestAssertions()) {
                if (failed.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = failed.getRuleId().getClause() + "-" + failed.getRuleId().getTestNumber();
                    counts.merge(rule, 1, Integer::sum);
                    first.putIfAbsent(rule, failed);
                }
            }
            first.forEach((rule, failed) -> print(file, profile, rule + " (" + counts.get(rule) + ") " + failed.getMessage()
                    + " – " + failed.getLocation().getContext()));
            if (!result.isCompliant() && first.isEmpty()) {
                print(file, profile, "not compliant");
            }
        } catch (Exception error) {
            print(file, profile, "cannot be read: " + error);
        }
    }

    private static void print(String file, String profile, String message) {
        OUT.println(file + "\t" + profile + "\t" + message.replaceAll("\\s+", " "));
    }

    private VeraPdf() {}
}
