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

        Assert.Equal(1024, first);
    }

    [Fact]
    public void Reads_that_fill_it_give_the_next_one_more_up_to_sixteen_KiB()
    {
        using var buffer = new StreamBuffer();
        foreach (var expected in (int[])[1024, 4 * 1024, 16 * 1024, 16 * 1024])
        {
            Assert.Equal(expected, buffer.Next().Length);
            buffer.Take(expected);
        }
    }

    [Fact]
    public void Read_that_leaves_room_in_more_keeps_just_that()
    {
        using var buffer = new StreamBuffer();
        buffer.Take(buffer.Next().Length);
        buffer.Next();
        buffer.Take(4 * 1024 - 1);
        Assert.Equal(4 * 1024, buffer.Next().Length);
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
