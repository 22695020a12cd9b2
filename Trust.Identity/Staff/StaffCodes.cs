using Trust.Hosting.Development;
using Trust.Identity.Accounts;
using Trust.Web;

namespace Trust.Identity.Staff;

/// <summary>Present one-time codes of the demo staff, for the sandbox page.</summary>
internal sealed class StaffCodes(Words words, TimeProvider time) : IDevelopmentNotes
{
    public ValueTask<IReadOnlyList<DevelopmentNote>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = DemoAccounts.Staff.Select(staff => (IReadOnlyList<string>)[staff.StaffNumber, staff.Name, staff.Post, Totp.CodeOf(DemoAccounts.TotpSecretOf(staff.StaffNumber), now)]).ToList();
        IReadOnlyList<DevelopmentNote> notes = [new(words["工作人员的动态口令"], [words["工号"], words["姓名"], words["岗位"], words["现在的口令"]], rows)];
        return new(notes);
    }
}
