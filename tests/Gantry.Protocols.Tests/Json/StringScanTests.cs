using System.Text;
using System.Text.Json;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Json;

/// <summary>The ends of strings are found where the runtime's reader finds them, whatever block border lies between.</summary>
public sealed class StringScanTests
{
    private static readonly string[] Pieces =
        ["\\", "\\\\", "\\\"", "\"", "n", "\\n", "\\u00e9", "\\uD83D", "\\u12G4", "\\x", "é", "😀", "plain text of some length", "\u0001", "\t", "/", "\\/", "u", " "];

    [Fact]
    public void Random_pieces_end_where_the_reader_of_the_runtime_says()
    {
        var random = new Random(7);
        for (int round = 0; round < 200_000; round++)
        {
            var text = new StringBuilder("\"");
            int plain = random.Next(4) == 0 ? 70 : 33;
            text.Append('a', random.Next(plain));
            for (int i = random.Next(12); i > 0; i--) text.Append(Pieces[random.Next(Pieces.Length)]);
            text.Append('\\', random.Next(3) == 0 ? random.Next(70) : 0);
            text.Append('"').Append(' ', random.Next(40));
            byte[] json = Encoding.UTF8.GetBytes(text.ToString());
            int end = StringScan.End(json, 1, out bool isEscaped);
            Assert.True(Said(json) == (end, end >= 0 && isEscaped), text.ToString());
        }
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"abc")]
    [InlineData("\"abc\\\"")]
    [InlineData("\"abc\\")]
    [InlineData("\"\\u12")]
    [InlineData("\"\\u123\"")]
    [InlineData("\"0123456789012345678901234567890\\")]
    [InlineData("\"01234567890123456789012345678901\\u00")]
    public void A_string_that_does_not_end_has_no_end(string json) => Assert.Equal(-1, StringScan.End(Encoding.UTF8.GetBytes(json), 1, out _));

    private static (int End, bool IsEscaped) Said(byte[] json)
    {
        // More may follow the string: only it is asked for.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            reader.Read();
            int end = (int)reader.BytesConsumed - 1;
            return (end, reader.ValueIsEscaped);
        }
        catch (JsonException)
        {
            return (-1, false);
        }
    }
}
