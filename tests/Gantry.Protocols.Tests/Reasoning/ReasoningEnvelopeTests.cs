using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Json;
using Gantry.Protocols.Reasoning;
using Xunit;

namespace Gantry.Protocols.Tests.Reasoning;

public sealed class ReasoningEnvelopeTests
{
    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.Elements("", "abc", "Zm9v", "gAAAAABo-_8=", "EqoB+/8=", "größe \"quoted\" \\ \n", "Z3cx"),
        Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().Select(Convert.ToBase64String),
        Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().Select(bytes => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_')));

    private static readonly Gen<string?> Text = Gen.OneOf(
        Gen.Constant<string?>(null), Gen.Elements<string?>("", "First I look. Then I think.\n\nSo: 漢字 😀"),
        Gen.Choose(1, 400).Select(n => (string?)string.Concat(Enumerable.Range(0, n).Select(i => $"step {i * 7919 % 1000}; "))),
        Gen.Choose(1, 200_000).Select(n => (string?)new string('x', n)));

    private static readonly Gen<ReasoningBlob> Blob =
        from kind in Gen.Elements(Enum.GetValues<BlobKind>())
        from direction in Gen.Elements(Enum.GetValues<BlobDirection>())
        from issuer in Gen.Choose(0, int.MaxValue)
        from value in Value
        from text in Text
        select new ReasoningBlob(kind, IssuerId.Of($"upstream {issuer}"), JsonText.From(value))
        {
            Direction = direction,
            Text = text is null ? null : JsonText.From(text),
        };

    [Fact]
    [Trait("Case", "251")]
    public void Whatever_is_wrapped_comes_back_as_it_was() =>
        Prop.ForAll(Blob.ToArbitrary(), blob =>
        {
            var envelope = ReasoningEnvelope.Encode(blob);
            Assert.Equal(envelope, ReasoningEnvelope.Encode(blob));
            Assert.True(envelope.Escaped.StartsWith(ReasoningEnvelope.Prefix));
            Convert.FromBase64String(envelope.ToString());
            return ReasoningEnvelope.TryDecode(envelope, out var back) && back == blob;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_flipped_bit_makes_it_no_envelope() =>
        Prop.ForAll(Blob.Where(blob => blob.Text is not { Token.Length: > 500 }).ToArbitrary(), blob =>
        {
            byte[] envelope = ReasoningEnvelope.Encode(blob).Token.ToArray();
            for (int at = 1; at < envelope.Length - 1; at++)
            {
                for (int bit = 0; bit < 8; bit++)
                {
                    envelope[at] ^= (byte)(1 << bit);
                    if (ReasoningEnvelope.TryDecode(new JsonText(envelope), out var back)) Assert.Equal(blob, back);
                    envelope[at] ^= (byte)(1 << bit);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cut_envelope_is_none()
    {
        byte[] envelope = ReasoningEnvelope.Encode(Sample).Escaped.ToArray();
        for (int length = 0; length < envelope.Length; length++)
        {
            if (envelope.AsSpan(length).IndexOfAnyExcept((byte)'=') < 0) continue;
            Assert.False(ReasoningEnvelope.TryDecode(new JsonText((byte[])[(byte)'"', .. envelope[..length], (byte)'"']), out _));
        }
    }

    [Fact]
    [Trait("Case", "242")]
    public void Foreign_blob_is_never_taken_for_one() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (bytes, prefixed) =>
        {
            string text = (prefixed ? "Z3cx" : "") + Convert.ToBase64String(bytes);
            return !ReasoningEnvelope.TryDecode(JsonText.From(text), out _);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [Trait("Case", "242")]
    [InlineData("")]
    [InlineData("skip_thought_signature_validator")]
    [InlineData("ErcBYzcwZWNhNmIwZjg4ZjQ0ZDgxYTQxMzExNjQ3ZTUwZmRhMWFjNDU0ZWMwNGZmZDQ0MmIwZWI0NzQzYTk5")]
    [InlineData("gAAAAABoISQ24OyVRYbkYfukdJoqdzWT-3uiErKInHDC-lgAaXeky44N77j7aibc")]
    [InlineData("Z3cx")]
    [InlineData("Z3cx====")]
    [InlineData("größe")]
    public void Known_foreign_value_is_no_envelope(string value) => Assert.False(ReasoningEnvelope.TryDecode(JsonText.From(value), out _));

    [Fact]
    public void Envelope_rewritten_by_a_client_is_still_read()
    {
        var blob = Sample with { Value = JsonText.From(Convert.ToBase64String(Enumerable.Range(0, 256).Select(i => (byte)(i * 31)).ToArray())) };
        string text = ReasoningEnvelope.Encode(blob).ToString();
        Assert.Contains('+', text);
        Assert.Contains('/', text);
        foreach (string rewritten in (string[])
        [
            text.Replace('+', '-').Replace('/', '_'), text.TrimEnd('='), text.Replace("/", "\\/", StringComparison.Ordinal),
            text.Replace("+", "\\u002B", StringComparison.Ordinal),
        ])
        {
            Assert.True(ReasoningEnvelope.TryDecode(new JsonText(Encoding.UTF8.GetBytes($"\"{rewritten}\"")), out var back));
            Assert.Equal(blob, back);
        }
    }

    [Fact]
    public void Blob_in_base64_grows_by_the_frame_alone()
    {
        string value = Convert.ToBase64String(new byte[3_000]);
        int length = ReasoningEnvelope.Encode(new(BlobKind.EncryptedReasoning, IssuerId.Of("a"), JsonText.From(value))).Escaped.Length;
        Assert.InRange(length, value.Length, value.Length + 32);
    }

    [Theory]
    [InlineData("a\",\"model\":\"other")]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("line\nend")]
    [InlineData("\\x")]
    public void Forged_envelope_cannot_break_out_of_the_string(string inside)
    {
        byte[] forged = [.. "gw1"u8, (byte)BlobKind.ThinkingSignature, .. new byte[8], 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(inside)];
        byte[] digest = SHA256.HashData([.. forged[..13], .. forged[17..]]);
        digest.AsSpan(0, 4).CopyTo(forged.AsSpan(13));
        Assert.False(ReasoningEnvelope.TryDecode(JsonText.From(Convert.ToBase64String(forged)), out _));
    }

    [Fact]
    public void Forged_length_cannot_make_it_swell()
    {
        byte[] text = new byte[8 + 16];
        BinaryPrimitives.WriteInt32BigEndian(text, 16);
        BinaryPrimitives.WriteInt32BigEndian(text.AsSpan(4), int.MaxValue - 16);
        byte[] forged = [.. "gw1"u8, (byte)BlobKind.ThinkingSignature, .. new byte[8], 1 << 4, 0, 0, 0, 0, .. text];
        byte[] digest = SHA256.HashData([.. forged[..13], .. forged[17..]]);
        digest.AsSpan(0, 4).CopyTo(forged.AsSpan(13));
        var slot = JsonText.From(Convert.ToBase64String(forged));
        Assert.InRange(Allocated.Least(() => Assert.False(ReasoningEnvelope.TryDecode(slot, out _))), 0, 100_000);
    }

    [Fact]
    public void Issuer_is_known_by_its_name()
    {
        Assert.Equal(IssuerId.Of("anthropic/main"), IssuerId.Of("anthropic/main"));
        Assert.NotEqual(IssuerId.Of("anthropic/main"), IssuerId.Of("anthropic/other"));
        Assert.Equal("fd1e8a0dcc2d2ea1".Length, IssuerId.Of("a").ToString().Length);
    }

    private static ReasoningBlob Sample => new(BlobKind.CallSignature, IssuerId.Of("gemini/eu"), JsonText.From("CiQBVKhc7h/+"))
    {
        Direction = BlobDirection.Following,
        Text = JsonText.From("thinking"),
    };
}
