using Gantry.Protocols.Json;
using Gantry.Protocols.Reasoning;
using Xunit;

namespace Gantry.Protocols.Tests.Reasoning;

public sealed class ReasoningMemoryTests
{
    private readonly FakeTime _time = new();

    [Fact]
    [Trait("Case", "241")]
    [Trait("Case", "243")]
    public void What_a_client_dropped_is_found_by_the_call_and_by_the_turn()
    {
        var memory = new ReasoningMemory(_time);
        ReasoningBlob[] blobs = [Blob("first") with { Text = JsonText.From("I think") }, Blob("second")];
        memory.Remember(ReasoningKey.ForCall("alice", "claude", "call_1"u8), blobs);
        memory.Remember(ReasoningKey.ForTurn("alice", "claude", "{turn}"u8), blobs);
        Assert.Equal(blobs, memory.Recall(ReasoningKey.ForCall("alice", "claude", "call_1"u8)));
        Assert.Equal(blobs, memory.Recall(ReasoningKey.ForTurn("alice", "claude", "{turn}"u8)));
        Assert.Null(memory.Recall(ReasoningKey.ForCall("bob", "claude", "call_1"u8)));
        Assert.Null(memory.Recall(ReasoningKey.ForCall("alice", "gemini", "call_1"u8)));
        Assert.Null(memory.Recall(ReasoningKey.ForTurn("alice", "claude", "call_1"u8)));
    }

    [Fact]
    public void Key_does_not_confuse_where_a_part_ends() =>
        Assert.NotEqual(ReasoningKey.ForCall("a", "bc", "d"u8), ReasoningKey.ForCall("ab", "c", "d"u8));

    [Fact]
    public void Blobs_are_copied_from_the_buffer_they_lie_in()
    {
        byte[] buffer = "\"signature\""u8.ToArray();
        var memory = new ReasoningMemory(_time);
        memory.Remember(Key(1), [new(BlobKind.ThinkingSignature, IssuerId.Of("a"), new JsonText(buffer))]);
        buffer.AsSpan().Clear();
        Assert.Equal("signature", Assert.Single(memory.Recall(Key(1))!).Value.ToString());
    }

    [Fact]
    public void Blobs_expire_a_day_after_the_last_use()
    {
        var memory = new ReasoningMemory(_time);
        memory.Remember(Key(1), [Blob("x")]);
        memory.Remember(Key(2), [Blob("y")]);
        _time.Advance(TimeSpan.FromHours(23));
        Assert.NotNull(memory.Recall(Key(1)));
        _time.Advance(TimeSpan.FromHours(23));
        Assert.NotNull(memory.Recall(Key(1)));
        Assert.Null(memory.Recall(Key(2)));
        _time.Advance(TimeSpan.FromHours(24));
        Assert.Null(memory.Recall(Key(1)));
        Assert.Equal((0, 0L), (memory.Count, memory.Bytes));
    }

    [Fact]
    public void Oldest_goes_when_there_are_too_many()
    {
        var memory = new ReasoningMemory(_time, new() { MaxEntries = 2 });
        for (int i = 1; i <= 2; i++) memory.Remember(Key(i), [Blob("x")]);
        memory.Recall(Key(1));
        memory.Remember(Key(3), [Blob("x")]);
        Assert.Equal(2, memory.Count);
        Assert.NotNull(memory.Recall(Key(1)));
        Assert.Null(memory.Recall(Key(2)));
    }

    [Fact]
    public void One_tenant_cannot_push_out_another()
    {
        var memory = new ReasoningMemory(_time, new() { MaxBytes = 100_000, MaxBytesPerTenant = 10_000 });
        memory.Remember(Key(1), [Blob("kept")]);
        for (int i = 0; i < 1_000; i++) memory.Remember(ReasoningKey.ForCall("loud", "r", BitConverter.GetBytes(i)), [Blob(new string('x', 500))]);
        Assert.NotNull(memory.Recall(Key(1)));
        Assert.InRange(memory.Bytes, 5_000, 11_000);
        memory.Remember(Key(2), [Blob(new string('x', 20_000))]);
        Assert.Null(memory.Recall(Key(2)));
    }

    [Fact]
    public void Newer_blobs_take_the_place_of_older_ones()
    {
        var memory = new ReasoningMemory(_time);
        memory.Remember(Key(1), [Blob("old")]);
        long bytes = memory.Bytes;
        memory.Remember(Key(1), [Blob("new")]);
        memory.Remember(Key(1), []);
        Assert.Equal((1, bytes), (memory.Count, memory.Bytes));
        Assert.Equal("new", Assert.Single(memory.Recall(Key(1))!).Value.ToString());
    }

    [Fact]
    public void Many_threads_keep_the_books_straight()
    {
        var memory = new ReasoningMemory(_time, new() { MaxBytes = 50_000, MaxBytesPerTenant = 20_000, MaxEntries = 60 });
        Parallel.For(0, 8, worker =>
        {
            var random = new Random(worker);
            for (int i = 0; i < 3_000; i++)
            {
                var key = ReasoningKey.ForCall($"tenant {random.Next(5)}", "r", BitConverter.GetBytes(random.Next(100)));
                if (random.Next(3) == 0) memory.Recall(key);
                else memory.Remember(key, [Blob(new string('x', random.Next(2_000)))]);
            }
        });
        Assert.InRange(memory.Bytes, 1, 50_000);
        Assert.InRange(memory.Count, 1, 60);
        _time.Advance(TimeSpan.FromHours(25));
        memory.Recall(Key(1));
        Assert.Equal((0, 0L), (memory.Count, memory.Bytes));
    }

    private static ReasoningKey Key(int id) => ReasoningKey.ForCall("alice", "r", BitConverter.GetBytes(id));

    private static ReasoningBlob Blob(string value) => new(BlobKind.ThinkingSignature, IssuerId.Of("a"), JsonText.From(value));
}
