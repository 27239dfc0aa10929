using Gantry.Accounts;

namespace Gantry.Management.Http;

/// <summary>Asks every source who calls.</summary>
internal sealed class ManageCallers(IEnumerable<ICallerSource> sources)
{
    public async ValueTask<Caller?> IdentifyAsync(HttpContext http)
    {
        foreach (var source in sources)
        {
            if (await source.IdentifyAsync(http) is { } caller) return caller;
        }

        return null;
    }
}
