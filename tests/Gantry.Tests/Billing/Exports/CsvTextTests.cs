using System.Buffers;
using System.Text;
using Gantry.Billing.Exports;
using Xunit;

namespace Gantry.Tests.Billing.Exports;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("\0=1")]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")")]
    [InlineData("-2+3,=1")]
    [InlineData("\uFF1D1+1")]
    public void S_39_Formula_becomes_text(string text)
    {
        var field = Assert.Single(Assert.Single(CsvReading.Fields(Write(text) + "\r\n")));
        Assert.Equal("'" + text, field);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("0.000000000", "0.000000000")]
    [InlineData("a=b", "a=b")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("", "")]
    [InlineData("gpt-5.1/müller", "gpt-5.1/müller")]
    public void Other_text_stays_as_it_is(string text, string written) => Assert.Equal(written, Write(text));

    private static string Write(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        CsvText.Write(output, text);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
