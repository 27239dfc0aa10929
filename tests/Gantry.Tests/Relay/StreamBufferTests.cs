using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay;

public sealed class StreamBufferTests
{
    [Fact]
    public void Reads_that_leave_room_keep_it_small()
    {
        using var buffer = new StreamBuffer();
        var first = buffer.Next().Length;
        for (var i = 0; i < 100; i++)
        {
            buffer.Take(first - 1);
            Assert.Equal(first, buffer.Next().Length);
        }

        Assert.Equal(4096, first);
    }

    [Fact]
    public void Read_that_filled_it_gives_the_next_one_more_and_none_after_it()
    {
        using var buffer = new StreamBuffer();
        var first = buffer.Next();
        buffer.Take(first.Length);
        var more = buffer.Next();
        Assert.Equal(16 * 1024, more.Length);
        buffer.Take(more.Length);
        Assert.Equal(more.Length, buffer.Next().Length);
    }

    [Fact]
    public void What_a_read_brought_is_there_until_the_next()
    {
        using var buffer = new StreamBuffer();
        var room = buffer.Next();
        room.Span.Fill(7);
        var brought = buffer.Take(room.Length);
        Assert.Equal(room.Length, brought.Length);
        Assert.True(brought.Span.IndexOfAnyExcept((byte)7) < 0);
        buffer.Next();
        Assert.Equal(3, buffer.Take(3).Length);
    }
}
