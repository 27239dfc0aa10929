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

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(60)]
    public void Number_that_is_torn_between_two_reads_counts(int size)
    {
        var sent = Encoding.UTF8.GetBytes($"data: {{\"sequence_number\":998}}\n\ndata: {{\"type\":\"{new string('x', 70)}\",\"sequence_number\": 1234567,\"delta\":\"{new string('y', 70)}\"}}\n\n");
        var tail = new StreamTail();
        foreach (var piece in sent.Chunk(size))
        {
            tail.Note(piece, numbered: true);
        }

        Assert.Equal(1_234_568, tail.NextSequenceNumber);
    }
}
