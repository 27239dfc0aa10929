using System.Text.RegularExpressions;
using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>
/// A version that does not know a step serves on beside one that has applied it (reliability R-27): steps add, and what is no longer used goes a release later.
/// </summary>
public sealed partial class MigrationLawTests
{
    // Of the first release with several servers on one database.
    private const int LastOfOneServer = 72;

    /// <summary>Step and what it takes away, looked at one by one, with the reason.</summary>
    private static readonly Dictionary<string, string> LookedAt = new(StringComparer.Ordinal)
    {
        // Tables become partitioned ones of the same names and columns, in one transaction.
        ["74 ALTER TABLE usage_records RENAME"] = "usage_records is there again at the end of the step",
        ["74 ALTER TABLE attempt_costs RENAME"] = "attempt_costs is there again at the end of the step",
        ["74 DROP TABLE usage_records_old"] = "made by the same step",
        ["74 DROP TABLE attempt_costs_old"] = "made by the same step",
        // Nobody names triggers and their functions but the steps; the sums that they keep are the same.
        ["75 DROP TRIGGER"] = "others keep the same sums",
        ["75 DROP FUNCTION"] = "functions of those triggers",
    };

    [Fact]
    public void R_27_Steps_only_add() => Law.Holds(
    [
        .. Migration.All.Concat(Migration.Postgres).Where(step => step.Number > LastOfOneServer).SelectMany(Taken)
            .Where(taken => !LookedAt.Keys.Any(known => taken.StartsWith(known, StringComparison.Ordinal))).Distinct(StringComparer.Ordinal)
            .Select(taken => $"{taken}: a version without this step would miss it. Leave it until the next release, or say in LookedAt why nobody does."),
    ]);

    [Fact]
    public void R_27_Nothing_is_excused_that_is_gone() =>
        Assert.All(LookedAt.Keys, known => Assert.Contains(Migration.Postgres.SelectMany(Taken), taken => taken.StartsWith(known, StringComparison.Ordinal)));

    [Theory]
    [InlineData("ALTER TABLE runs DROP COLUMN node;")]
    [InlineData("ALTER TABLE runs RENAME COLUMN node TO host;")]
    [InlineData("ALTER TABLE runs ALTER COLUMN node TYPE BIGINT;")]
    [InlineData("ALTER TABLE runs ADD COLUMN host TEXT NOT NULL;")]
    [InlineData("alter table runs alter node set not null;")]
    [InlineData("DROP TABLE runs;")]
    [InlineData("ALTER TABLE runs ADD CONSTRAINT c CHECK (id > 0);")]
    public void R_27_What_takes_away_is_found(string sql) => Assert.Single(Taken(new Migration(99, "x", sql)));

    [Theory]
    [InlineData("ALTER TABLE runs ADD COLUMN host TEXT;")]
    [InlineData("ALTER TABLE runs ADD COLUMN host TEXT NOT NULL DEFAULT '';")]
    [InlineData("CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY);\nDROP INDEX runs_node;")]
    public void R_27_What_adds_passes(string sql) => Assert.Empty(Taken(new Migration(99, "x", sql)));

    // An index is missed by nobody who is slower without it.
    private static IEnumerable<string> Taken(Migration step) =>
        TakesAway().Matches(Comment().Replace(step.Sql, "")).Select(match => $"{step.Number} {Space().Replace(match.Value.Trim(), " ")}");

    [GeneratedRegex(@"^\s*(DROP\s+(?!INDEX)\w+(\s+\w+)?|ALTER\s+TABLE\s+\w+\s+(RENAME|DROP|ALTER|ADD\s+CONSTRAINT)[^;]*|ALTER\s+TABLE\s+\w+\s+ADD\s+COLUMN\s+\w+\s+\w+(?!(?:[^;])*DEFAULT)[^;]*NOT\s+NULL[^;]*)", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex TakesAway();

    [GeneratedRegex("--.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
