using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gantry.Simulator.Vertex;

namespace Gantry.Tests.Providers;

/// <summary>A service account with a key of its own, as Google would write its document.</summary>
internal sealed class VertexAccount
{
    public const string Email = "gateway@vertex-project.iam.gserviceaccount.com";

    // Made once: a key takes a processor up to half a second. The accounts differ in nothing else that a test looks at.
    private static readonly RSA Own = RSA.Create(2048);
    private static readonly RSA Other = RSA.Create(2048);

    private readonly RSA _key = Own;

    /// <summary>The endpoint that knows this account.</summary>
    public TokenDesk Desk(TimeProvider? time = null) => new(Email, _key.ExportSubjectPublicKeyInfoPem(), time ?? TimeProvider.System);

    /// <summary>The document.</summary>
    /// <param name="simulator">Where its tokens come from.</param>
    /// <param name="wrongKey">With the private key of somebody else.</param>
    public string Document(Uri simulator, bool wrongKey = false)
    {
        return new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = "vertex-project",
            ["private_key_id"] = "canary-key-id-0123456789",
            ["private_key"] = (wrongKey ? Other : _key).ExportPkcs8PrivateKeyPem() + "\n",
            ["client_email"] = Email,
            ["client_id"] = "100000000000000000001",
            ["token_uri"] = new Uri(simulator, TokenDesk.Path).AbsoluteUri,
            ["universe_domain"] = "googleapis.com",
        }.ToJsonString();
    }
}
