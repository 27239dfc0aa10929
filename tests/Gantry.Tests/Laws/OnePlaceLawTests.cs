using System.Text.RegularExpressions;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>What may be done in one place only: opening databases, spelling telemetry names. Sending is in <see cref="OutboundLawTests"/>.</summary>
public sealed partial class OnePlaceLawTests
{
    [Fact]
    public void Only_storage_opens_databases() => Law.Holds(Outside(Repository.CSharp("src"), Database(), IsStorage));

    [Fact]
    public void No_connection_to_a_file_is_lent_by_the_package() => Law.Holds(Pooled(Repository.Files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) && !file.Path.EndsWith(nameof(OnePlaceLawTests) + ".cs", StringComparison.Ordinal))));

    [Fact]
    public void One_file_spells_telemetry_names() => Law.Holds(Telemetry(Repository.CSharp("src")));

    [Fact]
    public void Database_outside_storage_is_found()
    {
        Assert.Single(Outside([new SourceFile("src/Gantry/Billing/A.cs", "class A { SqliteConnection c; }")], Database(), IsStorage));
        Assert.Empty(Outside([new SourceFile("src/Gantry/Storage/A.cs", "class A { SqliteConnection c; }")], Database(), IsStorage));
    }

    [Fact]
    public void Lent_connection_is_found()
    {
        Assert.Single(Pooled([new SourceFile("src/A.cs", "class A { object c = new SqliteConnection(\"Data Source=a\"); }")]));
        Assert.Single(Pooled([new SourceFile("src/A.cs", "class A { object b = new SqliteConnectionStringBuilder { DataSource = \"a\" }; }")]));
        Assert.Empty(Pooled([new SourceFile("src/A.cs", "class A { object c = new SqliteConnection(\"Data Source=a;Pooling=False\"); object b = new SqliteConnectionStringBuilder { Pooling = false }; }")]));
    }

    [Fact]
    public void Telemetry_name_elsewhere_is_found()
    {
        var first = new SourceFile("src/Gantry/Observe/Names.cs", "class N { const string A = \"gen_ai.request.model\"; }");
        Assert.Empty(Telemetry([first]));
        Assert.Single(Telemetry([first, new SourceFile("src/Gantry/Observe/More.cs", "class M { const string A = \"gen_ai.system\"; }")]));
        Assert.Single(Telemetry([new SourceFile("src/Gantry/Relay/A.cs", "class A { void F() => meter.CreateCounter<long>(\"x\"); }")]));
        Assert.Single(Telemetry([new SourceFile("src/Gantry/Relay/A.cs", "class A { Meter m = new Meter(Names.Meter); }")]));
    }

    private static bool IsStorage(string path) => path.StartsWith("src/Gantry/Storage/", StringComparison.Ordinal);

    private static List<string> Outside(IEnumerable<SourceFile> files, Regex forbidden, Func<string, bool> isPlace) =>
        [.. files.Where(file => !isPlace(file.Path)).SelectMany(file => forbidden.Matches(file.Code).Select(match => $"{file.Path}: {match.Value}").Distinct())];

    private static List<string> Pooled(IEnumerable<SourceFile> files) =>
        [.. files.SelectMany(file => SqliteFile().Matches(file.Text).Where(match => !match.Value.Contains("Pooling", StringComparison.Ordinal)).Select(match => $"{file.Path}: {match.Value} without Pooling=False"))];

    private static List<string> Telemetry(IEnumerable<SourceFile> files)
    {
        var all = files.ToList();
        var breaches = Outside(all, Instrument(), path => path.StartsWith("src/Gantry/Observe/", StringComparison.Ordinal));
        var naming = all.Where(file => TelemetryName().IsMatch(file.Text)).Select(file => file.Path).ToList();
        breaches.AddRange(naming.Where(path => !path.StartsWith("src/Gantry/Observe/", StringComparison.Ordinal)).Select(path => $"{path}: spells a telemetry name"));
        if (naming.Count(path => path.StartsWith("src/Gantry/Observe/", StringComparison.Ordinal)) > 1)
        {
            breaches.Add("more than one file spells telemetry names: " + string.Join(", ", naming));
        }

        return breaches;
    }

    [GeneratedRegex(@"\b(SqliteConnection|NpgsqlConnection|NpgsqlDataSource|DbConnection|IDbConnection)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Database();

    [GeneratedRegex(@"\bnew SqliteConnectionStringBuilder\s*(\(\)|\{[^}]*\})|""Data Source=([^""{]|\{[^}]*\})+""", RegexOptions.ExplicitCapture)]
    private static partial Regex SqliteFile();

    [GeneratedRegex(@"\bnew (Meter|ActivitySource)\s*\(|\bCreate(Counter|Histogram|UpDownCounter|Gauge|Observable\w+)\s*<", RegexOptions.ExplicitCapture)]
    private static partial Regex Instrument();

    [GeneratedRegex("\"(gen_ai|gantry\\.(request|upstream|client|stream|relay|usage))\\.", RegexOptions.ExplicitCapture)]
    private static partial Regex TelemetryName();
}
