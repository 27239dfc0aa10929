using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Tokens;
using Xunit;

namespace Gantry.Protocols.Tests.Tokens;

/// <summary>Sixty-four bytes at a time and one by one are the same count, wherever blocks end.</summary>
public sealed class TextBlocksTests
{
    private const int Runs = 3_000;

    private static readonly string[] Proper =
    [
        "a", "word", "abcdefghijklmnopqrstuvwxyz", "A", "HTTP", "HTTPServer", "getUserById", "ABCDEFGHIJ", "1", "12", "123", "1234", "1234567890123", " ", "  ", "\t ",
        ".", "..", "=====", "();", "\"", "{\"", "//", "\n", "\r\n", "\n\n", "é", "größe", "漢字", "👍", "лиса",
    ];

    private static readonly string[] Escapes = ["\\n", "\\n\\n", "\\r\\n", "\\t", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\u00e9", "\\u000a", "\\u000A\\n\\n", "\\u0041", "\\u6F22", "\\ud83d\\ude00"];

    private static readonly byte[][] Odd = [[0x80], [0xC3], [0xF0, 0x9F], [0xFF, (byte)'a'], [0], [(byte)'\\'], "\\x"u8.ToArray(), "\\u12"u8.ToArray(), "\\u00zz"u8.ToArray()];

    [Fact]
    public void Text_counts_as_byte_by_byte() => Hold([.. Proper, .. Escapes], Odd, isEscaped: false);

    [Fact]
    public void Json_counts_as_byte_by_byte() => Hold([.. Proper, .. Escapes], [], isEscaped: true);

    [Fact]
    public void What_is_no_proper_json_counts_as_byte_by_byte() => Hold([.. Proper, .. Escapes], Odd, isEscaped: true);

    [Fact]
    public void Long_runs_count_as_byte_by_byte() =>
        Prop.ForAll(
            (from run in (from one in Gen.Elements<string>("a", "A", "1", " ", ".", "é", "\\n", "\\\\", "\\u0041") from times in Gen.Choose(1, 200) select string.Concat(Enumerable.Repeat(one, times))).ListOf()
             select Encoding.UTF8.GetBytes(string.Concat(run))).ToArbitrary(),
            text => Same(text, isEscaped: true)).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    [Fact]
    public void Every_place_of_a_block_may_hold_anything()
    {
        foreach (var piece in Proper.Concat(Escapes))
        {
            for (var before = 0; before < 140; before++)
            {
                foreach (var filler in (char[])['x', ' ', 'X'])
                {
                    var text = Encoding.UTF8.GetBytes(new string(filler, before) + piece + new string('y', 3) + piece + new string(filler, 70));
                    Assert.True(Same(text, isEscaped: true), $"{piece} behind {before} times '{filler}'");
                }
            }
        }
    }

    [Fact]
    public void Proper_json_of_any_length_needs_no_second_look()
    {
        foreach (var escape in Escapes)
        {
            for (var before = 0; before < 140; before++) Assert.True(TextBlocks.Count(Encoding.UTF8.GetBytes(new string('x', before) + escape), isEscaped: true) >= 0, $"{escape} behind {before}");
        }
    }

    private static void Hold(string[] pieces, byte[][] odd, bool isEscaped)
    {
        var piece = odd.Length == 0 ? Gen.Elements(pieces).Select(Encoding.UTF8.GetBytes) : Gen.Frequency((8, Gen.Elements(pieces).Select(Encoding.UTF8.GetBytes)), (1, Gen.Elements(odd)));
        var text = from count in Gen.Choose(1, 120) from some in piece.ListOf(count) select some.SelectMany(bytes => bytes).ToArray();
        Prop.ForAll(text.ToArbitrary(), bytes => Same(bytes, isEscaped)).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));
    }

    private static bool Same(byte[] text, bool isEscaped)
    {
        var inBlocks = TextBlocks.Count(text, isEscaped);
        return inBlocks == -1 ? isEscaped : inBlocks == TextTokens.OneByOne(text, isEscaped);
    }
}
