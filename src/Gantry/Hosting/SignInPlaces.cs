using Gantry.Accounts.External;
using Gantry.Accounts.Joining;
using Gantry.Accounts.SignIn;
using Gantry.Relay;
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

    /// <summary>Who may join.</summary>
    public static JoinWay Joining(IServiceProvider services)
    {
        var snapshots = services.GetRequiredService<SnapshotHolder>();
        return new JoinWay(() => snapshots.Current.Settings.Registration);
    }

    /// <summary>Who else vouches for people.</summary>
    public static ExternalWay External(IServiceProvider services)
    {
        var (snapshots, pools) = (services.GetRequiredService<SnapshotHolder>(), services.GetRequiredService<UpstreamPools>());
        return new ExternalWay(() => snapshots.Current.Settings.SignInProviders, () => snapshots.Current.Settings.Registration, pools.Handler);
    }
}
