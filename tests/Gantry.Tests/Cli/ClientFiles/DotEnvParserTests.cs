using Gantry.Cli.ClientFiles;
using Xunit;

namespace Gantry.Tests.Cli.ClientFiles;

/// <summary>What is read of lines of variables.</summary>
public sealed class DotEnvParserTests
{
    [Theory]
    [InlineData("A=1", "1", true)]
    [InlineData("# A=0\r\n export A = x y # why\r\n", "x y", true)]
    [InlineData("A=x#y", "x#y", true)]
    [InlineData("A=\"B=2\nC\" # two lines", "B=2\nC", true)]
    [InlineData("A= # none", "", true)]
    [InlineData("A='sk-key \nB=2", "'sk-key", false)]
    public void Value_is_what_clients_take_it_for(string text, string value, bool isClosed)
    {
        var line = new DotEnvParser(text).Parse()[0];
        Assert.Equal(("A", value, isClosed), (line.Name, line.Value, line.IsClosed));
    }

    [Fact]
    public void Lines_behind_a_quotation_mark_that_is_not_closed_are_read() =>
        Assert.Equal(["A", "B"], new DotEnvParser("A=\"x\nB=2").Parse().Select(line => line.Name));

    [Theory]
    [InlineData("A=\"x\"# why\nB=1", "A=y # why\nB=1")]
    [InlineData("export A = 'x' # why", "export A = y # why")]
    public void Another_value_leaves_the_rest_of_the_line(string text, string after) =>
        Assert.Equal(after, new DotEnvParser(text).Parse()[0].Set(text, "y").In(text));

    [Theory]
    [InlineData("sk-a_b.c", "sk-a_b.c")]
    [InlineData("a b#c$d", "'a b#c$d'")]
    [InlineData("", "''")]
    [InlineData("it's", null)]
    [InlineData("a\nb", null)]
    public void Value_is_written_so_that_every_reader_takes_it(string value, string? written) => Assert.Equal(written, DotEnvLine.Written(value));
}
