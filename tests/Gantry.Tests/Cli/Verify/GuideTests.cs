using Gantry.Cli.Verify;
using Gantry.Cli.Verify.Assertions;
using Gantry.Tests.Laws;
using Xunit;

namespace Gantry.Tests.Cli.Verify;

/// <summary>The page that is published names what is asserted, with its level, and nothing that is not.</summary>
public sealed class GuideTests
{
    [Fact]
    public void Every_assertion_stands_in_the_guide_and_no_other()
    {
        var guide = Repository.Files.Single(file => file.Path == "docs/guide/verify.md").Text.Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Count(c => c == '|') >= 5)
            .ToDictionary(line => line.Split('`')[1], line => line.Split('|')[2]);
        var known = VerifyOptions.All.SelectMany(AssertionTable.For).ToLookup(assertion => assertion.Id, assertion => assertion.Level);

        Assert.Equal(known.Select(one => one.Key).Order(StringComparer.Ordinal), guide.Keys.Order(StringComparer.Ordinal));
        foreach (var assertion in known)
        {
            Assert.Equal(assertion.Contains(Level.Must), guide[assertion.Key].Contains("must", StringComparison.Ordinal));
            Assert.Equal(assertion.Contains(Level.Should), guide[assertion.Key].Contains("should", StringComparison.Ordinal));
        }
    }
}
