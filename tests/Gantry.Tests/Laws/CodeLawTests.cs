using System.Text.RegularExpressions;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>What code may not contain, and what tests are called.</summary>
public sealed partial class CodeLawTests
{
    [Fact]
    public void Money_is_never_a_floating_point_number() => Law.Holds(FloatingMoney(Repository.CSharp("src")));

    [Fact]
    public void Nothing_unfinished_or_swallowed_is_left() => Law.Holds(Leftovers(Repository.Files));

    [Fact]
    public void Tests_are_named_for_situation_and_expectation() => Law.Holds(OddTests(Repository.CSharp("tests")));

    [Theory]
    [InlineData("class A { double price; }")]
    [InlineData("class A { float f; }")]
    [InlineData("class A { long Nanos => (long)(x * 0.15); }")]
    [InlineData("class A { long Nanos => x * 1e9; }")]
    public void Floating_money_is_found(string code)
    {
        Assert.Single(FloatingMoney([new SourceFile("src/Gantry/Billing/A.cs", code)]));
        Assert.Single(FloatingMoney([new SourceFile("src/Gantry/Storage/PriceRows.cs", code)]));
        Assert.Empty(FloatingMoney([new SourceFile("src/Gantry/Relay/A.cs", code)]));
    }

    [Theory]
    [InlineData("class A { decimal price = 0.15m; } // a double")]
    [InlineData("class A { string s = \"float 0.5\"; }")]
    public void Exact_money_passes(string code) => Assert.Empty(FloatingMoney([new SourceFile("src/Gantry/Billing/A.cs", code)]));

    [Theory]
    [InlineData("#region X\n#endregion")]
    [InlineData("// TO" + "DO: later")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    [InlineData("try { F(); } catch { }")]
    [InlineData("try { F(); } catch (Exception) { /* never mind */ }")]
    [InlineData("try { F(); } cat" + "ch (FormatException) { }")]
    public void Leftover_is_found(string code) => Assert.Single(Leftovers([new SourceFile("src/A.cs", code)]));

    [Fact]
    public void Badly_named_test_is_found()
    {
        Assert.Single(OddTests([new SourceFile("tests/A.cs", "class A { [Fact]\n public void Test1() { } }")]));
        Assert.Single(OddTests([new SourceFile("tests/A.cs", "class A { [Theory]\n [InlineData(\"]\")]\n public async Task works() { } }")]));
        Assert.Empty(OddTests([new SourceFile("tests/A.cs", "class A { [Fact(Timeout = 5)]\n public async Task Empty_list_is_shown() { } }")]));
    }

    private static List<string> FloatingMoney(IEnumerable<SourceFile> files) =>
    [
        .. files.Where(file => file.IsBelow("src/Gantry/Billing") || MoneyFile().IsMatch(file.Name))
            .SelectMany(file => Floating().Matches(file.Code).Select(match => $"{file.Path}: {match.Value}")),
    ];

    private static List<string> Leftovers(IEnumerable<SourceFile> files)
    {
        var breaches = new List<string>();
        foreach (var file in files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)))
        {
            breaches.AddRange(Leftover().Matches(file.Code).Select(match => $"{file.Path}: {match.Value}"));
            breaches.AddRange(SilentCatch().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}"));
            breaches.AddRange(Note().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}"));
        }

        return breaches;
    }

    private static List<string> OddTests(IEnumerable<SourceFile> files) =>
    [
        .. files.SelectMany(file => Test().Matches(file.Code)
            .Select(match => match.Groups["name"].Value)
            .Where(name => !FitTest().IsMatch(name))
            .Select(name => $"{file.Path}: {name}")),
    ];

    [GeneratedRegex("Money|Price|Charge|Wallet|Ledger")]
    private static partial Regex MoneyFile();

    [GeneratedRegex(@"\b(float|double|Single|Double|Half)\b|(?<![\w.])\d[\d_]*(\.\d+([eE][+-]?\d+)?|[eE][+-]?\d+)(?![\dmMxX])", RegexOptions.ExplicitCapture)]
    private static partial Regex Floating();

    [GeneratedRegex(@"#region|\bNotImplementedException\b|\bcatch\s*(\(\s*(System\.)?Exception\b[^)]*\)\s*)?\{\s*\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Leftover();

    /// <summary>Nothing inside, not even the reason.</summary>
    [GeneratedRegex(@"\bcatch\s*\(\s*(?!(System\.)?Exception\b)[^)]*\)\s*(when\s*\([^{]*\)\s*)?\{\s*\}", RegexOptions.ExplicitCapture)]
    private static partial Regex SilentCatch();

    [GeneratedRegex(@"//.*\b(TO[D]O|FIX[M]E|HAC[K]|XX[X])\b.*", RegexOptions.ExplicitCapture)]
    private static partial Regex Note();

    [GeneratedRegex(@"\[(Fact|Theory)\b[^\n]*\n?(\s*\[[^\n]*\n)*\s*public\s+(static\s+)?(async\s+)?[\w<>]+\s+(?<name>\w+)\s*\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Test();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)+$", RegexOptions.ExplicitCapture)]
    private static partial Regex FitTest();
}
