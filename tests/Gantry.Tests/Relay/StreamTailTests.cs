using System.Text;
using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay;

public sealed class StreamTailTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("data: 1\n\n", true)]
    [InlineData("data: 1\r\n\r\n", true)]
    [InlineData("data: 1\r\r", true)]
    [InlineData("data: 1\n", false)]
    [InlineData("data: 1\r\n", false)]
    [InlineData("data: 1\n\ndata", false)]
    public void Boundary_is_a_blank_line(string sent, bool expected)
    {
        var whole = new StreamTail();
        whole.Note(Encoding.UTF8.GetBytes(sent), numbered: false);
        var pieces = new StreamTail();
        foreach (var value in Encoding.UTF8.GetBytes(sent))
        {
            pieces.Note([value], numbered: false);
        }

        Assert.Equal(expected, whole.AtBoundary);
        Assert.Equal(expected, pieces.AtBoundary);
    }

    [Fact]
    public void Next_number_follows_the_last_one_sent()
    {
        var tail = new StreamTail();
        tail.Note("data: {\"sequence_number\":3}\n\ndata: {\"sequence_number\": 41,\"x\":1}\n\n"u8, numbered: true);
        tail.Note("data: {}\n\n"u8, numbered: true);

        Assert.Equal(42, tail.NextSequenceNumber);
    }
}
