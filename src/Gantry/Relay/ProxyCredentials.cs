using System.Net;

namespace Gantry.Relay;

/// <summary>The name and password that stand in a proxy's own address, as in <c>http://user:password@proxy:3128</c>.</summary>
internal sealed class ProxyCredentials : ICredentials
{
    public NetworkCredential? GetCredential(Uri uri, string authType)
    {
        var info = uri.UserInfo;
        if (info.Length == 0)
        {
            return null;
        }

        var colon = info.IndexOf(':');
        return colon < 0
            ? new NetworkCredential(Uri.UnescapeDataString(info), "")
            : new NetworkCredential(Uri.UnescapeDataString(info[..colon]), Uri.UnescapeDataString(info[(colon + 1)..]));
    }
}
