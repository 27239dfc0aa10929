using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Billing;
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

    [Fact]
    public void Any_changed_bit_is_noticed()
    {
        var frame = JournalFrame.Encode(UsageRecords.Numbered(1)).ToArray();
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
    [InlineData("\u0002{}")]
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
}
