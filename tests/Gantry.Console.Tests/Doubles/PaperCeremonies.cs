using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gantry.Console.Tests.Doubles;

/// <summary>WebAuthn as far as one kind of key needs it: challenges work once, and signatures (ES256) are checked.</summary>
internal sealed class PaperCeremonies
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public string Creation(PaperPerson person) => new JsonObject
    {
        ["challenge"] = Challenge(),
        ["rp"] = new JsonObject { ["id"] = "localhost", ["name"] = "Gantry" },
        ["user"] = new JsonObject { ["id"] = Base64Url.EncodeToString(person.Id.ToByteArray()), ["name"] = person.Email, ["displayName"] = person.Email },
        ["pubKeyCredParams"] = new JsonArray(new JsonObject { ["type"] = "public-key", ["alg"] = -7 }),
        ["excludeCredentials"] = new JsonArray([.. person.Passkeys.Select(p => (JsonNode)new JsonObject { ["type"] = "public-key", ["id"] = p.Id })]),
        ["authenticatorSelection"] = new JsonObject { ["residentKey"] = "required", ["userVerification"] = "required" },
    }.ToJsonString();

    public string Request() =>
        new JsonObject { ["challenge"] = Challenge(), ["rpId"] = "localhost", ["userVerification"] = "required" }.ToJsonString();

    /// <returns>Id and public key; null where the answer is not to a challenge of ours.</returns>
    public (string Id, byte[] PublicKey)? Created(string json)
    {
        using var credential = Parse(json);
        return credential is not null && Spend(ClientData(credential), "webauthn.create") && Response(credential, "publicKey") is { } key
            ? (credential.RootElement.GetProperty("id").GetString()!, key)
            : null;
    }

    /// <returns>Whose passkey has signed a challenge of ours; null where none has.</returns>
    public PaperPasskey? Signed(string json, IEnumerable<PaperPasskey> known)
    {
        using var credential = Parse(json);
        if (credential is null || known.FirstOrDefault(p => p.Id == credential.RootElement.GetProperty("id").GetString()) is not { } passkey
            || Response(credential, "authenticatorData") is not { } data || Response(credential, "signature") is not { } signature)
        {
            return null;
        }

        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(passkey.PublicKey, out _);
        var client = ClientData(credential);
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        return Spend(client, "webauthn.get") && key.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            ? passkey
            : null;
    }

    private string Challenge()
    {
        var challenge = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        _open.Add(challenge);
        return challenge;
    }

    private bool Spend(byte[] clientData, string type)
    {
        using var client = JsonDocument.Parse(clientData);
        return client.RootElement.GetProperty("type").GetString() == type
            && client.RootElement.GetProperty("origin").GetString()!.StartsWith("http://localhost:", StringComparison.Ordinal)
            && _open.Remove(client.RootElement.GetProperty("challenge").GetString()!);
    }

    private static byte[] ClientData(JsonDocument credential) => Response(credential, "clientDataJSON") ?? [];

    private static byte[]? Response(JsonDocument credential, string name) =>
        credential.RootElement.GetProperty("response").TryGetProperty(name, out var value) ? Base64Url.DecodeFromChars(value.GetString()) : null;

    private static JsonDocument? Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null; // Whatever was sent in the place of a passkey.
        }
    }
}
