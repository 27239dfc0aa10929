using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Converse;
using Xunit;

namespace Gantry.Protocols.Tests.Converse;

public sealed class ConverseGarbageTests
{
    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        Check.One(Config.QuickThrowOnFailure.WithReplay(20261121, 15), Prop.ForAll<byte[]>(bytes =>
        {
            Survives(bytes);
            ConverseWire.Read(bytes, 3);
        }));
    }

    [Theory]
    [MemberData(nameof(ConverseSamples.Requests), MemberType = typeof(ConverseSamples))]
    public void Damaged_requests_are_read_or_refused(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConverseSamples.Absent);
        Damage(ConverseSamples.Request(name)!, 12, Survives);
    }

    [Theory]
    [MemberData(nameof(ConverseSamples.Answers), MemberType = typeof(ConverseSamples))]
    public void Damaged_answers_are_read_or_refused(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConverseSamples.Absent);
        Damage(ConverseSamples.Answer(name).Body, 40, Survives);
    }

    [Theory]
    [MemberData(nameof(ConverseSamples.Streams), MemberType = typeof(ConverseSamples))]
    public void Damaged_streams_end_once(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConverseSamples.Absent);
        Damage(ConverseSamples.Answer(name).Body, 30, bytes => ConverseWire.Read(bytes, 100, 7));
    }

    [Theory]
    [MemberData(nameof(ConverseSamples.Streams), MemberType = typeof(ConverseSamples))]
    public void Whole_frames_of_damaged_payloads_end_once(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConverseSamples.Absent);
        (string Type, string Payload)[] events =
            [.. ConverseWire.Lines(ConverseSamples.Answer(name).Body).Select(line => (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]))];
        var random = new Random(events.Length);
        for (int i = 0; i < events.Length; i++)
        {
            var damaged = ((string Type, string Payload)[])events.Clone();
            Damage(Encoding.UTF8.GetBytes(events[i].Payload), 8, bytes =>
            {
                damaged[i] = (events[i].Type, Encoding.Latin1.GetString(bytes));
                ConverseWire.Read(ConverseWire.Frames(damaged), 1000);
            });
            damaged[i] = events[i];
            random.Shuffle(damaged);
            ConverseWire.Read(ConverseWire.Frames(damaged));
        }
    }

    private static void Survives(byte[] bytes)
    {
        try
        {
            ConverseWire.Write(ConverseCodec.Instance.ReadRequest(bytes, ConverseSamples.Call), new LossLog());
        }
        catch (ProtocolException)
        {
            // Refused: the other way that is allowed.
        }

        try
        {
            ConverseWire.Write(ConverseCodec.Instance.ReadAnswer(bytes), new LossLog());
        }
        catch (ProtocolException)
        {
            // Refused.
        }
    }

    private static void Damage(byte[] bytes, int times, Action<byte[]> check)
    {
        var random = new Random(bytes.Length);
        string[] values = ["null", "1", "\"x\"", "{}", "[]", "true", "\"\\ud800\"", "-1e9"];
        for (int i = 0; i < times; i++)
        {
            var damaged = (byte[])bytes.Clone();
            for (int j = random.Next(1, 4); j > 0; j--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            check(damaged);

            // Another value in the place of one: behind some colon, up to the next comma.
            int colon = Array.IndexOf(bytes, (byte)':', random.Next(bytes.Length));
            int comma = colon < 0 ? -1 : Array.IndexOf(bytes, (byte)',', colon);
            if (comma > 0) check([.. bytes[..(colon + 1)], .. Encoding.UTF8.GetBytes(values[i % values.Length]), .. bytes[comma..]]);
        }
    }
}
