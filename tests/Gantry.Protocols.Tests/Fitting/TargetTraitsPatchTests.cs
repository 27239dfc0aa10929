using System.Text.Json;
using Gantry.Protocols.Fitting;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting;

public sealed class TargetTraitsPatchTests
{
    [Fact]
    public void Every_trait_can_be_set_and_sets_itself_alone()
    {
        var traits = typeof(TargetTraits).GetProperties().Where(property => property.PropertyType == typeof(bool)).ToList();
        Assert.Equal(traits.Select(trait => JsonNamingPolicy.CamelCase.ConvertName(trait.Name)).Order(), TargetTraitsPatch.Names.Order());
        foreach (var trait in traits)
        {
            foreach (bool value in (bool[])[true, false])
            {
                var patch = TargetTraitsPatch.Parse($$"""{"{{JsonNamingPolicy.CamelCase.ConvertName(trait.Name)}}":{{(value ? "true" : "false")}}}""");
                var before = new TargetTraits();
                var after = patch.Over(before);
                Assert.Equal(value, trait.GetValue(after));
                Assert.All(traits.Where(other => other != trait), other => Assert.Equal(other.GetValue(before), other.GetValue(after)));
            }
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"topK":1}""")]
    [InlineData("""{"top_k":true}""")]
    public void Anything_else_is_refused(string json) => Assert.Throws<FormatException>(() => TargetTraitsPatch.Parse(json));
}
