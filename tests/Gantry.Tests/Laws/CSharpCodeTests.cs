using Xunit;

namespace Gantry.Tests.Laws;

public sealed class CSharpCodeTests
{
    [Theory]
    [InlineData("a // b\nc", "a \nc")]
    [InlineData("a /* b\n */ c", "a \n c")]
    [InlineData("x = \"// no \\\" comment\"; y", "x = \"\"; y")]
    [InlineData("x = @\"a \"\" b\"; y", "x = \"\"; y")]
    [InlineData("x = $\"a {b[\"k\"]} {{c}} d\"; y", "x = \"\" b[\"\"] ; y")]
    [InlineData("x = \"\"\"a \" b\"\"\"; y", "x = \"\"; y")]
    [InlineData("x = '\"'; y = '\\''; z", "x = ' '; y = ' '; z")]
    [InlineData("x = \"\"; y", "x = \"\"; y")]
    [InlineData("x = \"\"u8; y", "x = \"\"u8; y")]
    public void Comments_and_strings_go_and_code_stays(string text, string code) => Assert.Equal(code, CSharpCode.Strip(text));
}
