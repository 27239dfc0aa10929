using Gantry.Protocols.Tests.Metering;
using Gantry.Protocols.Tokens;
using Xunit;

namespace Gantry.Protocols.Tests.Tokens;

/// <summary>How far the estimate is from what vendors reported, over every recorded request of text alone.</summary>
public sealed class RecordedErrorTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Case", "87")]
    public void Estimate_is_near_what_vendors_report()
    {
        if (Recording.Folder is null) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        var rows = RecordedPrompt.All().Select(prompt =>
        {
            var family = TokenFamilies.For(prompt.Model);
            long estimate = prompt.Estimate(family).Total;
            return (prompt.Id, Family: family.Name, prompt.Reported, Estimate: estimate, Error: (double)(estimate - prompt.Reported) / prompt.Reported);
        }).ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows.OrderBy(row => row.Family, StringComparer.Ordinal).ThenBy(row => row.Reported))
        {
            output.WriteLine($"{row.Family,-14} reported {row.Reported,6} estimate {row.Estimate,6} {row.Error,7:P0}  {row.Id}");
        }

        foreach (int least in (int[])[0, 100, 1_000])
        {
            var errors = rows.Where(row => row.Reported >= least).Select(row => Math.Abs(row.Error)).Order().ToList();
            output.WriteLine($"prompts of {least} tokens and more: {errors.Count}, median error {errors[errors.Count / 2]:P1}, mean {errors.Average():P1}, 90th percentile {errors[errors.Count * 9 / 10]:P1}");
        }

        var typical = rows.Select(row => Math.Abs(row.Error)).Order().ToList();
        Assert.InRange(typical[typical.Count / 2], 0, 0.15);
        Assert.All(rows, row => Assert.True(row.Estimate > 0));
    }
}
