using System.Buffers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;
using Xunit;

namespace Gantry.Protocols.Tests.Tools;

/// <summary>Blocks are copied whole and written over: what comes out must be what a walk from byte to byte makes.</summary>
public sealed class EscapedTextTests
{
    private static readonly string[] Pieces = ["a", "sixteen bytes ok", "\"", "\\", "\n", "\t", "\u0001", "é", "漢字", "😀", "/", "\u007f", "{\"a\":1}", "\\\\\"\\n"];

    [Fact]
    public void Decoded_text_is_that_of_the_runtime()
    {
        var random = new Random(11);
        for (int round = 0; round < 20_000; round++)
        {
            string text = Text(random);
            var token = round % 2 == 0 ? JsonText.From(text) : new JsonText(JsonSerializer.SerializeToUtf8Bytes(text));
            byte[] room = new byte[token.Escaped.Length + EscapedText.Slack];
            Assert.Equal(text, Encoding.UTF8.GetString(room, 0, EscapedText.Decode(token.Escaped, room)));
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_stays_an_escape()
    {
        byte[] room = new byte[64];
        int length = EscapedText.Decode("a\\uD83Db\\uDE00\\ud83d\\ude00"u8, room);
        Assert.Equal("a\\uD83Db\\uDE00😀", Encoding.UTF8.GetString(room, 0, length));
    }

    [Fact]
    public void Encoded_text_is_that_of_the_runtime_or_none()
    {
        var random = new Random(12);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(Text(random));
            byte[] room = new byte[(2 * utf8.Length) + EscapedText.Slack];
            int length = EscapedText.EncodeAscii(utf8, room);
            Assert.Equal(Array.TrueForAll(utf8, one => one is >= 0x20 and < 0x7f), length >= 0);
            if (length >= 0) Assert.Equal(Written(json => json.WriteStringValue(utf8)), $"\"{Encoding.ASCII.GetString(room, 0, length)}\"");
        }
    }

    [Fact]
    public void Every_printable_character_is_encoded_as_by_the_runtime()
    {
        for (byte one = 0x20; one < 0x7f; one++)
        {
            byte[] value = [(byte)'"', one, (byte)'"'];
            Assert.Equal(Written(json => json.WriteStringValue(value)), Written(json => ToolArguments.WriteText(new JsonSlice(value), json)));
        }
    }

    [Fact]
    public void Joined_text_is_written_as_it_would_be_made()
    {
        JsonText[] texts = [JsonText.From("a\n"), JsonText.Empty, JsonText.From("\"b\"")];
        for (int count = 0; count <= texts.Length; count++)
        {
            var some = texts[..count];
            Assert.Equal(Encoding.UTF8.GetString(JsonText.Join(some, "\n\n").Token), Written(json => JsonText.WriteJoined(some, "\n\n", json)));
        }
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => Pieces[random.Next(random.Next(2) == 0 ? 4 : Pieces.Length)]));

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) write(json);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
