using Gantry.Accounts.SignIn;
using Gantry.Snapshot;

namespace Gantry.Hosting;

/// <summary>Where people sign in, as the settings of the moment say.</summary>
internal static class SignInPlaces
{
    public static SignInPlace Of(IServiceProvider services)
    {
        var snapshots = services.GetRequiredService<SnapshotHolder>();
        return new SignInPlace(() => snapshots.Current.Settings.PublicUrl, () => snapshots.Current.Settings.PathBase);
    }
}
