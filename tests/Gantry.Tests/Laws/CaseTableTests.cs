using System.Text.RegularExpressions;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>Keeps <c>docs/protocols/cases.md</c> true: which test proves which hard case. The tests say so themselves, by the trait <c>Case</c>.</summary>
/// <remarks><c>GANTRY_ACCEPT=1</c> writes the table anew. Number, title and what stands in the last column of a case without a test are written by hand.</remarks>
public sealed partial class CaseTableTests
{
    private const string Table = "docs/protocols/cases.md";
    private const string Held = "held";
    private const int Shown = 3;

    [Fact]
    public void Table_of_cases_names_the_tests_that_prove_them()
    {
        var path = Path.Combine(Repository.Root, Table);
        var current = File.ReadAllText(path);
        var proofs = Proofs();
        var written = Row().Replace(current, row => Line(row, proofs));
        if (Environment.GetEnvironmentVariable("GANTRY_ACCEPT") == "1") File.WriteAllText(path, written);
        else Assert.True(current == written, $"{Table} is out of date: run this test with GANTRY_ACCEPT=1 and read what changed.");
        var unknown = proofs.Keys.Except(Row().Matches(current).Select(row => int.Parse(row.Groups["number"].Value))).Order().ToList();
        Assert.True(unknown.Count == 0, $"Tests speak of cases that the table does not have: {string.Join(", ", unknown)}");
    }

    [Fact]
    public void Case_without_a_test_has_a_reason()
    {
        var silent = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, Table)))
            .Where(row => row.Groups["tests"].Value.Trim().Length == 0 && row.Groups["status"].Value.Trim() is "" or Held)
            .Select(row => row.Groups["number"].Value).ToList();
        Assert.True(silent.Count == 0, $"No test and no reason: {string.Join(", ", silent)}");
    }

    private static string Line(Match row, Dictionary<int, List<string>> proofs)
    {
        var number = int.Parse(row.Groups["number"].Value);
        if (!proofs.TryGetValue(number, out var tests))
        {
            var reason = row.Groups["status"].Value.Trim();
            return $"| {number} | {row.Groups["title"].Value.Trim()} | | {(reason == Held ? "" : reason)} |";
        }

        var shown = string.Join("<br>", tests.Take(Shown).Select(test => $"`{test}`"));
        var more = tests.Count > Shown ? $"<br>and {tests.Count - Shown} more" : "";
        return $"| {number} | {row.Groups["title"].Value.Trim()} | {shown}{more} | {Held} |";
    }

    private static Dictionary<int, List<string>> Proofs()
    {
        var proofs = new Dictionary<int, List<string>>();
        foreach (var path in Repository.Paths.Where(path => path.StartsWith("tests/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, path));
            foreach (Match test in Tagged().Matches(text))
            {
                foreach (Match trait in Trait().Matches(test.Value))
                {
                    var number = int.Parse(trait.Groups["number"].Value);
                    if (!proofs.TryGetValue(number, out var tests)) proofs[number] = tests = [];
                    var name = $"{Path.GetFileNameWithoutExtension(path)}.{test.Groups["method"].Value}";
                    if (!tests.Contains(name)) tests.Add(name);
                }
            }
        }

        return proofs;
    }

    // From the first attribute of a method to its name: attributes stand on lines of their own.
    [GeneratedRegex("""^(?:[ \t]*\[[^\n]*\n)*?[ \t]*\[[^\n]*Trait\("Case"[^\n]*\n(?:[ \t]*(?:\[|//)[^\n]*\n)*[ \t]*public [^\n(]*?(?<method>\w+)\(""", RegexOptions.Multiline)]
    private static partial Regex Tagged();

    [GeneratedRegex("""Trait\("Case", "(?<number>\d+)"\)""")]
    private static partial Regex Trait();

    [GeneratedRegex("""^\| (?<number>\d+) \| (?<title>[^|\n]*) \|(?<tests>[^|\n]*)\|(?<status>[^|\n]*)\|$""", RegexOptions.Multiline)]
    private static partial Regex Row();
}
