using System.Text;
using Gantry.Protocols.Tokens;
using Xunit;

namespace Gantry.Protocols.Tests.Tokens;

public sealed class StreamTokensTests
{
    private static readonly string Text = string.Concat(Enumerable.Range(0, 300).Select(i => $"Sentence {i} says that nothing happened; über 汉字.\\n"));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(5_000)]
    public void Pieces_count_about_as_the_whole(int size)
    {
        byte[] whole = Encoding.UTF8.GetBytes(Text);
        var pieces = new StreamTokens();
        for (int at = 0; at < whole.Length;)
        {
            int end = Math.Min(whole.Length, at + size);

            // As in a stream, no character and no escape is ever cut.
            while (end < whole.Length && ((whole[end] & 0xC0) == 0x80 || whole[end - 1] == '\\')) end++;
            pieces.Append(whole.AsSpan(at, end - at));
            at = end;
        }

        long wanted = TextTokens.OfEscaped(whole);
        Assert.InRange(pieces.Thousandths, wanted * 97 / 100, wanted * 103 / 100);
    }

    [Fact]
    public void Nothing_is_nothing_and_a_long_word_is_no_trouble()
    {
        var tokens = new StreamTokens();
        Assert.Equal(0, tokens.Thousandths);
        tokens.Append([]);
        Assert.Equal(0, tokens.Thousandths);
        for (int i = 0; i < 1_000; i++) tokens.Append("abcdefghij"u8);
        Assert.True(tokens.Thousandths > 1_000_000);
    }
}
