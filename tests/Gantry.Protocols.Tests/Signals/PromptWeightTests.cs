using System.Text;
using Gantry.Protocols.Signals;
using Xunit;

namespace Gantry.Protocols.Tests.Signals;

public sealed class PromptWeightTests
{
    [Theory]
    [InlineData(1_000, 500, true)]
    [InlineData(1_000, 2_000, false)]
    [InlineData(100_000, 60_000, true)]
    [InlineData(30_000, 60_000, false)]
    public void Words_are_about_a_token_each(int words, int tokens, bool above) =>
        Assert.Equal(above, PromptWeight.IsAbove(Body(string.Join(' ', Enumerable.Repeat("word", words))), tokens));

    [Fact]
    public void Picture_weighs_no_more_than_a_picture()
    {
        var picture = Body(Convert.ToBase64String(new byte[1_000_000]));
        Assert.True(PromptWeight.IsAbove(picture, 1_000));
        Assert.False(PromptWeight.IsAbove(picture, 5_000));
    }

    [Fact]
    public void What_is_no_json_weighs_nothing() => Assert.False(PromptWeight.IsAbove(Encoding.UTF8.GetBytes(new string('x', 5_000)), 10));

    private static byte[] Body(string text) => Encoding.UTF8.GetBytes($$"""{"messages":[{"role":"user","content":"{{text}}"}]}""");
}
