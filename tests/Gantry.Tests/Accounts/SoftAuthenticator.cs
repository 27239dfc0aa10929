using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gantry.Tests.Accounts;

/// <summary>An authenticator in software with one passkey: ES256, attestation "none" (WebAuthn level 3, §6).</summary>
internal sealed class SoftAuthenticator : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasCredential = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private string _user = "";
    private uint _count;

    public string Id => Base64Url.EncodeToString(_id);

    public string Origin { get; set; } = $"https://{Visitor.Host}";

    public string Rp { get; set; } = Visitor.Host;

    /// <summary>Whether it has made sure who uses it.</summary>
    public bool VerifiesUser { get; set; } = true;

    /// <summary>Answers creation options with a new credential.</summary>
    public string Create(string optionsJson)
    {
        var options = JsonDocument.Parse(optionsJson).RootElement;
        _user = options.GetProperty("user").GetProperty("id").GetString()!;
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        byte[] cose = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Head(HasCredential), .. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        byte[] attestation = [0xa3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xa0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];
        return Credential(new Dictionary<string, object>
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(ClientData("webauthn.create", options)),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new[] { "internal" },
        });
    }

    /// <summary>Answers request options with a signature.</summary>
    public string Sign(string optionsJson)
    {
        _count++;
        var client = ClientData("webauthn.get", JsonDocument.Parse(optionsJson).RootElement);
        var data = Head(0);
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new Dictionary<string, object>
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = _user,
        });
    }

    public void Dispose() => _key.Dispose();

    private byte[] Head(byte flags)
    {
        var count = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(count, _count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Rp)), (byte)(flags | Present | (VerifiesUser ? Verified : 0)), .. count];
    }

    private byte[] ClientData(string type, JsonElement options) => JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, object> { ["type"] = type, ["challenge"] = options.GetProperty("challenge").GetString()!, ["origin"] = Origin, ["crossOrigin"] = false });

    private string Credential(Dictionary<string, object> response) => JsonSerializer.Serialize(
        new Dictionary<string, object> { ["id"] = Id, ["rawId"] = Id, ["type"] = "public-key", ["response"] = response, ["clientExtensionResults"] = new Dictionary<string, object>() });
}
