using System.Buffers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Json;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("""
        "plain"
        """, "plain")]
    [InlineData("""
        "a\nb\t\"c\"\/"
        """, "a\nb\t\"c\"/")]
    [InlineData("""
        "\ud83d\ude00"
        """, "😀")]
    [InlineData("""
        "x\ud83dy\\"
        """, "x\ufffdy\\")]
    [InlineData("""
        ""
        """, "")]
    public void Text_is_decoded(string token, string expected) => Assert.Equal(expected, Of(token).ToString());

    [Fact]
    public void Token_is_written_byte_for_byte()
    {
        const string token = """
            "caf\u00e9 \ud83d \/"
            """;
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output)) Of(token).WriteTo(json);

        Assert.Equal(token, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Text_without_a_token_is_the_empty_one()
    {
        Assert.True(default(JsonText).IsEmpty);
        Assert.Equal(Of("\"\""), default);
        Assert.Equal("", JsonText.Empty.ToString());
    }

    [Fact]
    public void Joined_texts_keep_their_escapes() =>
        Assert.Equal("""
            "a\u0041\n\nb"
            """, Encoding.UTF8.GetString(JsonText.Join([Of("\"a\\u0041\""), Of("\"b\"")], "\n\n").Token));

    [Fact]
    public void Value_is_compared_through_escapes()
    {
        Assert.True(Of("\"\\u0061b\"").ValueEquals("ab"u8));
        Assert.False(Of("\"ab\"").ValueEquals("abc"u8));
    }

    [Fact]
    public void Text_of_a_string_reads_back() => Assert.Equal("ü\"\\\n😀", JsonText.From("ü\"\\\n😀").ToString());

    private static JsonText Of(string token) => new(Encoding.UTF8.GetBytes(token));
}
