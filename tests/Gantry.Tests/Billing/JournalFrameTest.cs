using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Billing;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Tests.Billing;

public sealed class JournalFrameTest
{
    [Fact]
    public void Checksum_is_the_published_one() => Assert.Equal(0xE3069283u, Crc32C.Compute("123456789"u8));

    [Fact]
    public void Any_record_comes_back_as_it_was() => Prop.ForAll<int>(seed =>
    {
        var record = UsageRecords.Any(seed);
        return record == JournalFrame.Decode(JournalFrame.Payload(JournalFrame.Encode(record))).Record;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Any_record_with_charge_and_trail_comes_back_in_every_member() => Prop.ForAll<int>(seed =>
    {
        var record = UsageRecords.Whole(seed);
        return Everything(JournalFrame.Decode(JournalFrame.Payload(JournalFrame.Encode(record))).Record!) == Everything(record);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void What_a_record_does_not_have_takes_no_room()
    {
        var record = UsageRecords.Numbered(1) with { Usage = default, UsageSource = UsageSource.None, Attempts = 0, Model = null, Upstream = null };

        Assert.Equal(
            """{"requestId":"req_0000001","startedAt":"1970-01-01T00:00:01+00:00","protocol":"Messages","operation":"Chat","status":200,"outcome":"Completed"}""",
            Encoding.UTF8.GetString(JournalFrame.Payload(JournalFrame.Encode(record))[1..]));
    }

    [Fact]
    public void Any_progress_comes_back_as_it_was() => Prop.ForAll<int>(seed =>
    {
        var progress = new UsageProgress("req_ж" + seed, UsageRecords.Any(seed).Usage, seed % 2 == 0);
        return new JournalPayload(JournalKind.Progress, Record: null, progress) == JournalFrame.Decode(JournalFrame.Payload(JournalFrame.Encode(progress)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Dispatch_and_end_are_told_apart()
    {
        var record = UsageRecords.Numbered(1);

        Assert.Equal(new(JournalKind.Dispatched, record), JournalFrame.Decode(JournalFrame.Payload(JournalFrame.Encode(record, JournalKind.Dispatched))));
        Assert.Equal(new(JournalKind.Finished, record), JournalFrame.Decode(JournalFrame.Payload(JournalFrame.Encode(record))));
    }

    [Fact]
    public void Charge_and_trail_come_back_as_they_were()
    {
        var attempt = new AttemptRecord
        {
            Id = Guid.AllBitsSet, Number = 2, Upstream = "sim", UpstreamModel = "m", Status = 200, Usage = new Usage { Output = 9 },
            CostNanos = long.MaxValue, CostStatus = AttemptCostStatus.Estimated,
        };
        var record = UsageRecords.Numbered(1) with { Charge = UsageRecords.Charge, Trail = [attempt with { Number = 1, Status = 0 }, attempt] };

        var read = JournalFrame.Decode(JournalFrame.Payload(JournalFrame.Encode(record, JournalKind.Dispatched))).Record!;

        Assert.Equal(record.Trail.AsEnumerable(), read.Trail);
        Assert.Equal(record, read with { Trail = record.Trail });
    }

    [Fact]
    public void Record_of_a_former_version_without_charge_and_trail_is_read()
    {
        const string json = """
            {"requestId":"req_1","startedAt":"2026-01-02T03:04:05+00:00","model":"m","protocol":"Chat","operation":"Chat","streamed":true,"status":200,
            "outcome":"Completed","usage":{"uncachedInput":5,"output":7},"usageSource":"Reported","durationMicros":12,"attempts":1}
            """;

        var (kind, record, _) = JournalFrame.Decode([1, .. Encoding.UTF8.GetBytes(json)]);

        Assert.Equal(JournalKind.Finished, kind);
        Assert.Equal(7, record!.Usage.Output);
        Assert.Null(record.Charge);
        Assert.Empty(record.Trail);
    }

    [Fact]
    public void Progress_is_small()
    {
        var usage = new Usage { UncachedInput = 1_200, CacheRead = 80_000, Output = 740, Reasoning = 200 };

        Assert.InRange(JournalFrame.Encode(new UsageProgress("req_01jd5tq6x7m8n9p0q1r2s3t4v5", usage, ContentSeen: true)).Length, 50, 70);
    }

    [Fact]
    public void Progress_cut_or_lengthened_is_none()
    {
        var whole = JournalFrame.Payload(JournalFrame.Encode(new UsageProgress("req_1", new Usage { Output = 300 }, ContentSeen: true))).ToArray();
        for (var length = 1; length < whole.Length; length++)
        {
            Assert.Equal(default, JournalFrame.Decode(whole.AsSpan(0, length)));
        }

        Assert.Equal(default, JournalFrame.Decode([.. whole, 0]));
        whole[1] = 2;
        Assert.Equal(default, JournalFrame.Decode(whole));
    }

    [Fact]
    public void Typical_record_is_small()
    {
        var record = UsageRecords.Numbered(1) with { KeyId = Guid.AllBitsSet, AccountId = Guid.AllBitsSet, CredentialId = Guid.AllBitsSet, Group = "g" };

        Assert.InRange(JournalFrame.Encode(record).Length, 300, 800);
    }

    [Fact]
    public void Half_a_surrogate_does_not_stop_a_record()
    {
        var record = UsageRecords.Numbered(1) with { Model = "a\ud83d" };

        var read = JournalFrame.Decode(JournalFrame.Payload(JournalFrame.Encode(record))).Record;

        Assert.Equal("a\ufffd", read!.Model);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_changed_bit_is_noticed(byte kind)
    {
        var progress = new UsageProgress(UsageRecords.Id(1), new Usage { Output = 300 }, ContentSeen: true);
        var frame = (kind == 3 ? JournalFrame.Encode(progress) : JournalFrame.Encode(UsageRecords.Numbered(1), (JournalKind)kind)).ToArray();
        for (var bit = 0; bit < frame.Length * 8; bit++)
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(JournalFrame.Payload(frame).IsEmpty, $"bit {bit}");
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Record_over_the_limit_is_refused_and_the_next_one_taken()
    {
        var large = UsageRecords.Numbered(1) with { Model = new string('x', JournalFrame.MaxPayloadBytes) };

        Assert.Throws<ArgumentException>(() => JournalFrame.Encode(large).Length);
        Assert.Equal(UsageRecords.Numbered(2), JournalFrame.Decode(JournalFrame.Payload(JournalFrame.Encode(UsageRecords.Numbered(2)))).Record);
    }

    [Theory]
    [InlineData("\u0004{}")]
    [InlineData("\u0002{}")]
    [InlineData("\u0003")]
    [InlineData("\0")]
    [InlineData("\u0001{\"requestId\":\"r\"}")]
    [InlineData("\u0001nonsense")]
    public void Unknown_version_or_form_is_no_record(string payload) => Assert.Equal(default, JournalFrame.Decode(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Long_texts_from_outside_are_cut_and_short_ones_left()
    {
        var record = UsageRecords.Numbered(1) with { Model = new string('m', 600), StopReason = "end" };

        var trimmed = UsageText.Trim(record);

        Assert.Equal(new string('m', UsageText.Longest), trimmed.Model);
        Assert.Equal("end", trimmed.StopReason);
        Assert.Same(trimmed, UsageText.Trim(trimmed));
    }

    [Fact]
    public void Texts_of_charge_and_trail_are_cut_and_no_attempt_is_left_out()
    {
        var attempt = new AttemptRecord { Id = Guid.AllBitsSet, Number = 1, Upstream = "sim", UpstreamModel = new string('u', 600) };
        var charge = UsageRecords.Charge with { Variant = new string('v', 600) };
        var record = UsageRecords.Numbered(1) with { Charge = charge, Trail = [attempt, attempt with { Number = 2, UpstreamModel = "m" }] };

        var trimmed = UsageText.Trim(record);

        Assert.Equal([UsageText.Longest, 1], trimmed.Trail.Select(attempt => attempt.UpstreamModel.Length));
        Assert.Equal(charge with { Variant = new string('v', UsageText.Longest) }, trimmed.Charge);
        Assert.Same(trimmed, UsageText.Trim(trimmed));
    }

    [Fact]
    public void Trail_that_was_never_set_is_an_empty_one() => Assert.Empty(UsageText.Trim(UsageRecords.Numbered(1) with { Trail = default }).Trail);

    // All members in one text: records compare their trails by reference.
    private static string Everything(UsageRecord record) => JsonSerializer.Serialize(record, UsageRecordJson.Default.UsageRecord);
}
