using System.Text;
using Gantry.Protocols.Identity;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Identity;

public sealed class AttributionSpliceTests
{
    private const string Line = "x-anthropic-billing-header: cc_version=2.1.1; cch=36ee5;";

    [Theory]
    [InlineData("""{"a":1,"system":"LINE","m":2}""", """{"a":1,"system":[],"m":2}""")]
    [InlineData("""{"system":"LINE\nYou are","m":[]}""", """{"system":"You are","m":[]}""")]
    [InlineData("""{"system":[{"type":"text","text":"LINE"} , {"type":"text","text":"You","cache_control":{"type":"ephemeral"}}]}""", """{"system":[{"type":"text","text":"You","cache_control":{"type":"ephemeral"}}]}""")]
    [InlineData("""{"system":[{"type":"text","text":"LINE"}]}""", """{"system":[]}""")]
    [InlineData("""{"system":[{"text":"LINE\n\nYou","type":"text"}]}""", """{"system":[{"text":"You","type":"text"}]}""")]
    [InlineData("""{"messages":[{"content":"LINE"}],"system":"You"}""", """{"messages":[{"content":"LINE"}],"system":"You"}""")]
    [InlineData("""{"messages":[{"system":"LINE"}]}""", """{"messages":[{"system":"LINE"}]}""")]
    [InlineData("""{"system":[{"type":"text","text":"You"},{"type":"text","text":"LINE"}]}""", """{"system":[{"type":"text","text":"You"},{"type":"text","text":"LINE"}]}""")]
    [InlineData("\uFEFF{\"system\":\"LINE\"}", "\uFEFF{\"system\":\"LINE\"}")]
    [InlineData("""{"system":null,"x":"LINE"}""", """{"system":null,"x":"LINE"}""")]
    [Trait("Case", "76")]
    public void Only_the_line_at_the_head_of_the_system_text_goes(string body, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body.Replace("LINE", Line, StringComparison.Ordinal));
        var splice = new JsonSplice();
        AttributionSplice.Remove(bytes, splice);
        Assert.Equal(expected.Replace("LINE", Line, StringComparison.Ordinal), Encoding.UTF8.GetString(splice.Apply(bytes).ToArray()));
    }
}
