using Google.Apis.Util;

namespace Gantry.Providers;

/// <summary>The gateway's clock in the form that Google's library asks for.</summary>
internal sealed class GoogleClock(TimeProvider time) : IClock
{
    public DateTime Now => time.GetLocalNow().DateTime;

    public DateTime UtcNow => time.GetUtcNow().UtcDateTime;
}
