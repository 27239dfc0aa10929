using Gantry.Billing;

namespace Gantry.Storage;

/// <summary>The condition that a row of usage is somebody's; its parameters are <c>owner</c> and <c>member</c>.</summary>
internal static class UsageOwnerSql
{
    private const string OfAccount = "account_id = @owner";

    // The keys of a person in a team are few, and found by an index.
    private const string OfMember = OfAccount + " AND key_id IN (SELECT k.id FROM api_keys k WHERE k.member_id = @member AND k.account_id = @owner)";

    public static string Of(UsageOwner owner) => owner.MemberId is null ? OfAccount : OfMember;
}
