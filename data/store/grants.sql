-- PostgreSQL: what the application's role may do. Run once as the owner of the database, after
-- `plumbline migrate` (also run as the owner), with the application signing in as another role:
--
--   create role plumbline_app login password '...';
--   psql -v ON_ERROR_STOP=1 -f data/store/grants.sql
--
-- The application then cannot change the schema, and can only add to the audit log: the triggers
-- on audit_entry are the second wall.
revoke all on all tables in schema public from plumbline_app;
revoke create on schema public from plumbline_app;
grant usage on schema public to plumbline_app;
grant select, insert, update, delete on "user", membership, session, sign_in_attempt, job, presentation,
  note, outbox, link_token, second_step, spare_code, identity, position_flag,
  report, report_pin, report_mail, report_watch, mail_choice,
  campaign, mail_trace, visit, adoption_goal, milestone, congratulation, tour_end to plumbline_app;
-- what a district configures
grant select, insert, update, delete on
  account_attribute, segment_value, account_type, account_recoding, account_recoding_line,
  organization, budget, budget_line, priority, strategy, district_user, role, budget_role,
  bucket, bucket_line, rollup_template, rollup_template_line, employee, job_title, position,
  position_funding, assignment, assignment_funding, employee_pay, compensation_plan,
  vacancy_pay, employee_benefit, vacancy_benefit, supplemental_pay_type, benefits_package,
  metric, metric_value, attribution_rule, attribution_rule_line, label, attribute_field
  to plumbline_app;
-- notes on calls are added, never edited
grant select, insert on call_note to plumbline_app;
-- the history of uploads is kept
grant select, insert, update on upload to plumbline_app;
grant usage on all sequences in schema public to plumbline_app;
grant select, insert on audit_entry to plumbline_app;
grant select, update on audit_head to plumbline_app;
grant select on alembic_version to plumbline_app;
