using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Messages;
using Xunit;

namespace Gantry.Protocols.Tests.Messages;

public sealed class MessagesGarbageTests
{
    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<byte[]>(bytes =>
        {
            Survives(bytes);
            MessagesWire.Read(bytes, 3);
        }));
    }

    [Theory]
    [MemberData(nameof(MessagesSamples.Requests), MemberType = typeof(MessagesSamples))]
    public void Damaged_requests_are_read_or_refused(string name)
    {
        Assert.SkipWhen(name.Length == 0, MessagesSamples.Absent);
        Damage(MessagesSamples.Request(name)!, 12, Survives);
    }

    [Theory]
    [MemberData(nameof(MessagesSamples.Answers), MemberType = typeof(MessagesSamples))]
    public void Damaged_answers_are_read_or_refused(string name)
    {
        Assert.SkipWhen(name.Length == 0, MessagesSamples.Absent);
        Damage(MessagesSamples.Answer(name).Body, 40, Survives);
    }

    [Theory]
    [MemberData(nameof(MessagesSamples.Streams), MemberType = typeof(MessagesSamples))]
    public void Damaged_streams_end_once(string name)
    {
        Assert.SkipWhen(name.Length == 0, MessagesSamples.Absent);
        Damage(MessagesSamples.Stream(MessagesSamples.Answer(name)), 30, bytes => MessagesWire.Read(bytes, 100, 7));
    }

    private static void Survives(byte[] bytes)
    {
        try
        {
            MessagesWire.Write(MessagesCodec.Instance.ReadRequest(bytes, default), new LossLog());
        }
        catch (ProtocolException)
        {
            // Refused: the other way that is allowed.
        }

        try
        {
            MessagesWire.Write(MessagesCodec.Instance.ReadAnswer(bytes), new LossLog());
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
