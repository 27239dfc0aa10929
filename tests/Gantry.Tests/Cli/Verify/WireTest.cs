using System.Text;
using Gantry.Cli.Verify;
using Gantry.Cli.Verify.Wire;
using Xunit;

namespace Gantry.Tests.Cli.Verify;

public sealed class WireTest
{
    [Theory]
    [InlineData("http://127.0.0.1:3456", "http://127.0.0.1:3456/")]
    [InlineData("http://127.0.0.1:3456/v1/", "http://127.0.0.1:3456/")]
    [InlineData("https://example.com/api/v1beta?key=abc", "https://example.com/api")]
    [InlineData("https://user:secret@example.com/v1", "https://example.com/")]
    public void A_pasted_address_is_cut_to_its_root(string pasted, string expected) => Assert.Equal(expected, VerifyOptions.ParseBase(pasted)!.AbsoluteUri);

    [Theory]
    [InlineData("127.0.0.1:3456")]
    [InlineData("ftp://example.com")]
    public void What_is_no_HTTP_address_is_refused(string pasted) => Assert.Null(VerifyOptions.ParseBase(pasted));

    [Theory]
    [InlineData("event: a\ndata: 1\n\ndata: 2\n\n")]
    [InlineData("event: a\r\ndata: 1\r\n\r\ndata:2\r\n\r\n")]
    [InlineData(": keep-alive\n\nevent: a\ndata: 1\n\nid: 7\ndata: 2")]
    public void Frames_are_cut_whatever_ends_their_lines(string body)
    {
        var frames = SseFrames.Read(Encoding.UTF8.GetBytes(body), []);

        Assert.Equal([("a", "1"), (null, "2")], frames.Select(frame => (frame.Event, frame.Data)));
    }

    [Fact]
    public void A_frame_has_the_time_of_the_part_that_completed_it()
    {
        var early = TimeSpan.FromMilliseconds(1);
        var late = TimeSpan.FromMilliseconds(9);

        var frames = SseFrames.Read("data: 1\n\ndata: 2\n\n"u8, [new Arrival(12, early), new Arrival(18, late)]);

        Assert.Equal([early, late], frames.Select(frame => frame.At));
    }

    [Fact]
    public void A_key_is_hidden_whole_even_where_the_preview_is_cut()
    {
        const string Key = "a key/with+signs-0123456789";
        var mask = new KeyMask(Key);
        var body = Encoding.UTF8.GetBytes($"{new string('x', 290)} {Key} {Uri.EscapeDataString(Key)} sk-ant-api03-abcdefghijklmnop");

        Assert.DoesNotContain("a key", mask.Preview(body, 300), StringComparison.Ordinal);
        Assert.EndsWith("[key] [key] [key]", mask.Preview(body, 1000), StringComparison.Ordinal);
    }
}
