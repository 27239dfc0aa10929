using System.Globalization;
using System.Text;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Json;

public sealed class SharedWordsTests
{
    [Fact]
    public void More_words_than_there_is_room_for_are_all_read_right()
    {
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 5_000; i++)
            {
                string word = i % 7 == 0 ? "größe-" + i.ToString(CultureInfo.InvariantCulture) : new string('x', i % 150) + i.ToString(CultureInfo.InvariantCulture);
                Assert.Equal(word, SharedWords.Of(Encoding.UTF8.GetBytes(word)));
            }
        }

        Assert.Equal("", SharedWords.Of([]));
    }

    [Fact]
    public void Word_that_comes_again_is_the_same_string() =>
        Assert.Same(SharedWords.Of("claude-sonnet-4-5"u8), SharedWords.Of("claude-sonnet-4-5"u8));

    [Theory]
    [InlineData("model", "model", true)]
    [InlineData("mod\\u0065l", "model", true)]
    [InlineData("mod\\u0065", "model", false)]
    [InlineData("mod\\u0065ll", "model", false)]
    [InlineData("a\\nb\\\"", "a\nb\"", true)]
    [InlineData("\\ud83dodel", "model", false)]
    public void Escapes_count_as_the_letters_that_they_stand_for(string escaped, string text, bool expected) =>
        Assert.Equal(expected, JsonEscape.Spells(Encoding.UTF8.GetBytes(escaped), Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Growing_text_is_all_its_pieces()
    {
        var text = new GrowingText();
        Assert.Equal(JsonText.Empty, text.Text);
        text.Append("\"\""u8);
        Assert.True(text.IsEmpty);
        for (int i = 0; i < 2_000; i++)
        {
            text.Append("\"a\\n\""u8);
            Assert.Equal((i + 1) * 3, text.Text.Escaped.Length);
        }

        Assert.Equal(string.Concat(Enumerable.Repeat("a\n", 2_000)), text.Text.ToString());
        text.Release();
        Assert.True(text.IsEmpty);
    }
}
