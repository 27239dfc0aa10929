namespace Gantry.Billing;

/// <summary>Says what a request comes to that was under way when its process was killed.</summary>
public interface IOrphanSettler
{
    /// <summary>Makes the record that ends the request. Does no input or output; a replay may ask for the same request again.</summary>
    /// <param name="dispatched">What was written down before the request was sent: as if it had ended then.</param>
    /// <param name="last">How far its answer had come, at most a second or 256 tokens before the end; null where nothing had come.</param>
    UsageRecord Compose(UsageRecord dispatched, UsageProgress? last);
}
