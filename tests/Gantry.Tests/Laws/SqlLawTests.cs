using System.Text.RegularExpressions;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>SQL is constant text with parameters. What is put into it by name is a constant of the same file, or stands in the table of what has been looked at (reliability S-5).</summary>
public sealed partial class SqlLawTests
{
    /// <summary>File and name: parameters of private code whose callers all give constants, looked at one by one.</summary>
    private static readonly string[] LookedAt =
    [
        "src/Gantry/Storage/AlertPost.cs who", "src/Gantry/Storage/AlertStore.cs where",
        "src/Gantry/Storage/AuditProof.cs count",
        "src/Gantry/Storage/ForeignDatabase.cs Quote", "src/Gantry/Storage/ForeignDatabase.cs string.Join",
        "src/Gantry/Storage/RowPages.cs CatalogSql.AccountColumns",
        "src/Gantry/Storage/SealedColumn.cs column", "src/Gantry/Storage/SealedColumn.cs id", "src/Gantry/Storage/SealedColumn.cs table", "src/Gantry/Storage/SealedColumn.cs where",
        "src/Gantry/Storage/LedgerInvariants.cs account", "src/Gantry/Storage/LedgerInvariants.cs column", "src/Gantry/Storage/LedgerInvariants.cs sign",
        "src/Gantry/Storage/PaymentBook.cs PaymentRecords.Columns", "src/Gantry/Storage/PaymentBook.cs Where",
        "src/Gantry/Storage/PaymentRecords.cs condition",
        "src/Gantry/Storage/PreparedRowWriter.cs into", "src/Gantry/Storage/PreparedRowWriter.cs string.Join",
        "src/Gantry/Storage/PostgresRowWriter.cs into", "src/Gantry/Storage/PostgresRowWriter.cs string.Join", "src/Gantry/Storage/PostgresRowWriter.cs conflict", "src/Gantry/Storage/PostgresRowWriter.cs i",
        "src/Gantry/Storage/PriceRecords.cs where",
        "src/Gantry/Storage/RefundRoll.cs UsageRoll.KeyOfRecord", "src/Gantry/Storage/RefundRoll.cs TrafficRoll.DayOfRecord",
        "src/Gantry/Storage/TrafficRoll.cs key", "src/Gantry/Storage/TrafficRoll.cs string.Join", "src/Gantry/Storage/UsageDays.cs records", "src/Gantry/Storage/UsageDays.cs attempts", "src/Gantry/Storage/UsageRetention.cs column", "src/Gantry/Storage/UsageRetention.cs table",
        "src/Gantry/Storage/SpentQuery.cs theirs", "src/Gantry/Storage/SpentQuery.cs except",
        "src/Gantry/Storage/TeamPages.cs CatalogSql.AccountColumns", "src/Gantry/Storage/TeamPages.cs CatalogSql.MemberColumns", "src/Gantry/Storage/UsageReader.cs UsageOwnerSql.Of", "src/Gantry/Storage/UsageReader.cs dialect.Among", "src/Gantry/Storage/UsageFilterSql.cs start",
        "src/Gantry/Storage/UsageFilterSql.cs columns", "src/Gantry/Storage/UsageFilterSql.cs pages", "src/Gantry/Storage/UsageFilterSql.cs order", "src/Gantry/Storage/UsageFilterSql.cs Index",
        "src/Gantry/Storage/LedgerBook.cs which", "src/Gantry/Storage/OpenWallet.cs dialect.ValuesOf", "src/Gantry/Storage/OpenWallet.cs dialect.Hold", "src/Gantry/Storage/SettlementRun.cs Dialect.Of",
        "src/Gantry/Storage/UsageSessionSql.cs name", "src/Gantry/Storage/UsageSessionSql.cs whose",
        "src/Gantry/Storage/UsageSumSql.cs name", "src/Gantry/Storage/UsageSumSql.cs whose", "src/Gantry/Storage/UsageSumSql.cs hourly", "src/Gantry/Storage/UsageSumSql.cs hours",
        // One of two constants for each engine; a number of a session; tables and columns that the steps of the schema have made.
        "src/Gantry/Storage/AdminTokenStore.cs Dialect.Of", "src/Gantry/Storage/Dialect.cs parameter", "src/Gantry/Storage/KeyUseStore.cs Dialect.Of", "src/Gantry/Storage/TeamPages.cs Dialect.Of",
        "src/Gantry/Storage/Dialect.cs whose", "src/Gantry/Storage/Dialect.cs page", "src/Gantry/Storage/UsageLog.cs Dialect.Of",
        "src/Gantry/Storage/PostgresDatabase.cs process",
        "src/Gantry/Storage/StoreCopy.cs table", "src/Gantry/Storage/StoreCopy.cs names", "src/Gantry/Storage/StoreCopy.cs columns", "src/Gantry/Storage/StoreCopy.cs table.Name",
        "src/Gantry/Storage/UsageRoll.cs string.Join", "src/Gantry/Storage/UsageRoll.cs s",
    ];

    [Fact]
    public void S_5_No_statement_is_put_together_from_what_varies() => Law.Holds(Varying(Repository.CSharp("src/Gantry"), LookedAt));

    [Fact]
    public void S_5_Nothing_is_excused_that_is_gone() =>
        Assert.Empty(LookedAt.Except(Holes(Repository.CSharp("src/Gantry")).Select(hole => $"{hole.File} {hole.Name}"), StringComparer.Ordinal));

    [Theory]
    [InlineData("class A { void F(string id) => c.Execute($\"SELECT * FROM t WHERE id = '{id}'\"); }")]
    [InlineData("class A { void F(string order) => c.Query($\"\"\"\nSELECT a FROM t\nORDER BY {order}\n\"\"\"); }")]
    [InlineData("class A { void F(string id) => c.Execute(\"DELETE FROM t WHERE id = \" + id); }")]
    [InlineData("class A { void F(string id) => c.Execute(string.Format(\"DELETE FROM t WHERE id = {0}\", id)); }")]
    public void S_5_Varying_statement_is_found(string code) => Assert.Single(Varying([new SourceFile("src/Gantry/Storage/A.cs", code)], []));

    [Theory]
    [InlineData("class A { const string Columns = \"a, b\"; void F(string id) => c.Execute($\"SELECT {Columns} FROM t WHERE id = @id\", new { id }); }")]
    [InlineData("class A { static readonly string Columns = G(); void F() => c.Query($\"SELECT {Columns} FROM t\"); }")]
    [InlineData("class A { void F(string id) => throw new E($\"Select one of {id}.\"); }")]
    public void S_5_Constant_statement_passes(string code) => Assert.Empty(Varying([new SourceFile("src/Gantry/Storage/A.cs", code)], []));

    private static List<string> Varying(IEnumerable<SourceFile> files, string[] lookedAt) =>
        [.. Holes(files).Where(hole => !lookedAt.Contains($"{hole.File} {hole.Name}", StringComparer.Ordinal)).Select(hole => $"{hole.File}: {hole.Name}").Distinct(StringComparer.Ordinal)];

    private static IEnumerable<(string File, string Name)> Holes(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            foreach (Match text in Interpolated().Matches(file.Text).Where(match => Statement().IsMatch(match.Value)))
            {
                foreach (Match hole in Hole().Matches(text.Value))
                {
                    var name = hole.Groups["name"].Value;
                    if (!Regex.IsMatch(file.Text, $@"(const|static readonly)\s+[\w<>\[\]?.]+\s+{Regex.Escape(name)}\b"))
                    {
                        yield return (file.Path, name);
                    }
                }
            }

            foreach (Match joined in Joined().Matches(file.Text))
            {
                yield return (file.Path, joined.Groups["name"].Value);
            }
        }
    }

    [GeneratedRegex("\\$+\"\"\"(?s:.)*?\"\"\"|\\$@?\"(\\\\.|[^\"\\\\\n])*\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Interpolated();

    // As statements are written here, in capitals: sentences for people are not.
    [GeneratedRegex(@"\b(SELECT\s|INSERT INTO\s|UPDATE \w+ SET|DELETE FROM\s|ORDER BY\s|GROUP BY\s|ON CONFLICT\s|PRAGMA\s|ATTACH\s|CREATE (TABLE|INDEX)|DROP (TABLE|INDEX)|ALTER TABLE|VACUUM)", RegexOptions.ExplicitCapture)]
    private static partial Regex Statement();

    [GeneratedRegex(@"(?<!\{)\{(?<name>[A-Za-z_][\w.]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Hole();

    /// <summary>A statement that ends where something is added, or that is a format.</summary>
    [GeneratedRegex("""(?<format>string\.(Format|Concat)\()?"[^"\n]*\b(SELECT |INSERT INTO |UPDATE \w+ SET|DELETE FROM )[^"\n]*"\s*(?(format),|\+)\s*(?<name>[A-Za-z_][\w.]*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Joined();
}
